namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Names of the attribute's parameter and properties. A test asserts that the runtime's attribute has them.</summary>
internal static class ArgumentNames
{
    public const string ClassCount = "classCount";
    public const string DType = "DType";
    public const string Target = "Target";
    public const string Reduction = "Reduction";
    public const string LabelSmoothing = "LabelSmoothing";
    public const string IgnoreIndex = "IgnoreIndex";
    public const string ClassWeights = "ClassWeights";
    public const string ClassWeightsPerCall = "ClassWeightsPerCall";
    public const string ZLoss = "ZLoss";
    public const string LogitScale = "LogitScale";
    public const string Softcap = "Softcap";
    public const string FocalGamma = "FocalGamma";
    public const string PolyEpsilon = "PolyEpsilon";
    public const string Outputs = "Outputs";
    public const string WeightsPerCall = "WeightsPerCall";
    public const string PosWeight = "PosWeight";
    public const string PosWeightsPerCall = "PosWeightsPerCall";
    public const string LogTarget = "LogTarget";
    public const string Prediction = "prediction";
}
