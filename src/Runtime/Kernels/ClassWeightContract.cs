using System.ComponentModel;
using System.Globalization;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The interfaces' <c>classWeights</c>, seen from a loss that does not take them at each call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ClassWeightContract
{
    /// <summary>Refuses class weights given to a loss that declares its own, or none.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="classWeights">What the caller gave.</param>
    /// <exception cref="ArgumentException"><paramref name="classWeights"/> is not empty.</exception>
    public static void Refuse<T>(ReadOnlySpan<T> classWeights)
    {
        if (!classWeights.IsEmpty)
        {
            throw new ArgumentException(Message(classWeights.Length), nameof(classWeights));
        }
    }

    /// <summary>Refuses a buffer of class weights given to a loss that declares its own, or none.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="classWeights">What the caller gave, or null.</param>
    /// <exception cref="ArgumentException"><paramref name="classWeights"/> is not null.</exception>
    public static void Refuse<T>(TensorBuffer<T>? classWeights)
        where T : unmanaged
    {
        if (classWeights is not null)
        {
            throw new ArgumentException(Message(classWeights.Length), nameof(classWeights));
        }
    }

    /// <summary>The class weights of a loss that takes them at each call.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="classWeights">The buffer, or null.</param>
    /// <returns><paramref name="classWeights"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classWeights"/> is null.</exception>
    public static TensorBuffer<T> Require<T>(TensorBuffer<T>? classWeights)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(classWeights);
        return classWeights;
    }

    private static string Message(nint given) => string.Create(
        CultureInfo.InvariantCulture,
        $"Expected no class weights, since this loss declares its class weights or none (ClassWeightsPerCall = true asks for them at each call); given {given}.");
}
