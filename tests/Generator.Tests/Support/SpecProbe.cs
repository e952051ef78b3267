using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>A generator that emits nothing and keeps what the reading stage of the real one yields.</summary>
internal sealed class SpecProbe : IIncrementalGenerator
{
    private const string Step = "Spec";

    /// <summary>The specs of a compilation, in order. An exception of the reading stage is thrown here.</summary>
    public static IReadOnlyList<LossSpec> SpecsOf(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new SpecProbe().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        if (result.Exception is not null)
        {
            throw new InvalidOperationException("The reading stage threw.", result.Exception);
        }

        return result.TrackedSteps.TryGetValue(Step, out var steps)
            ? [.. steps.SelectMany(step => step.Outputs).Select(output => output.Value).OfType<LossSpec>()]
            : [];
    }

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string name in LossAttributes.MetadataNames)
        {
            IncrementalValuesProvider<LossSpec?> specs = context.SyntaxProvider
                .ForAttributeWithMetadataName(name, static (_, _) => true, DeclarationReader.ReadSpec)
                .WithTrackingName(Step);
            context.RegisterSourceOutput(specs, static (_, _) => { });
        }
    }
}
