using Gen.CrossEntropy;

namespace Vocabulary;

/// <summary>The mean over the tokens of a text, with a vocabulary of GPT-2's size. Targets of -100 are padding.</summary>
[CrossEntropyLoss(50257, DType = DType.BFloat16)]
public partial class TokenLoss50257;

/// <summary>The same with a vocabulary of the size that newer models have.</summary>
[CrossEntropyLoss(131072, DType = DType.BFloat16)]
public partial class TokenLoss131072;
