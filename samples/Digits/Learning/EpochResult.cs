namespace Digits.Learning;

/// <summary>What is known after one pass over the training images.</summary>
/// <param name="Epoch">1 for the first pass.</param>
/// <param name="TrainLoss">Mean loss of the training images, each taken just before the step that learned from it.</param>
/// <param name="TestLoss">Mean loss of the test images after the pass.</param>
/// <param name="TestAccuracy">Share of the test images read correctly after the pass.</param>
internal sealed record EpochResult(int Epoch, double TrainLoss, double TestLoss, double TestAccuracy);
