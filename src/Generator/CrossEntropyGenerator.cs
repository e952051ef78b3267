using System.Collections.Immutable;
using System.Text;
using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Emit.Gpu;
using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Names = Gen.CrossEntropy.Generator.Model.EquatableArray<string>;

namespace Gen.CrossEntropy.Generator;

/// <summary>
/// The pipeline: attribute → <see cref="LossSpec"/> ‖ cache boundary ‖ → text. Programs and plans are functions of the spec and are made only when a file is written.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CrossEntropyGenerator : IIncrementalGenerator
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<CompilationFacts> facts = context.CompilationProvider
            .Select(static (compilation, _) => CompilationFactsReader.Read(compilation))
            .WithTrackingName(TrackingNames.Facts);

        context.RegisterSourceOutput(facts.SelectMany(static (facts, _) => RegistersDevices(facts) ? ImmutableArray.Create(true) : ImmutableArray<bool>.Empty), static (output, _) =>
        {
            SourceFile file = DeviceRegistration.File();
            output.AddSource(file.HintName, SourceText.From(file.Text, Utf8));
        });

        // A branch for each attribute, down to the files: one list of all losses would write those behind an added one again.
        List<IncrementalValuesProvider<LossSpec>> branches = [.. LossAttributes.MetadataNames.Select(attribute => Specs(context.SyntaxProvider, attribute))];
        IncrementalValueProvider<Names> ambiguous = branches
            .Select(static specs => specs.Select(static (spec, _) => spec.Type.FullName).Collect().Select(static (names, _) => new Names(names)))
            .Aggregate(static (left, right) => left.Combine(right).Select(static (names, _) => new Names(names.Left.Concat(names.Right))))
            .Select(static (names, _) => HintNames.Ambiguous(names))
            .WithTrackingName(TrackingNames.AmbiguousNames);

        foreach (IncrementalValuesProvider<LossSpec> specs in branches)
        {
            context.RegisterSourceOutput(specs.Combine(facts).Combine(ambiguous).WithTrackingName(TrackingNames.Files), Write);
        }
    }

    private static IncrementalValuesProvider<LossSpec> Specs(SyntaxValueProvider syntax, string attribute) => syntax
        .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, DeclarationReader.ReadSpec)
        .Where(static spec => spec is not null)
        .Select(static (spec, _) => spec!)
        .WithTrackingName(TrackingNames.Specs);

    private static bool RegistersDevices(CompilationFacts facts) => facts is { LanguageVersionSupported: true, HasIlgpu: true, IsExecutable: true };

    private static void Write(SourceProductionContext output, ((LossSpec Spec, CompilationFacts Facts) Loss, Names Ambiguous) file)
    {
        if (!DeclarationRules.CanGenerate(file.Loss.Facts))
        {
            return;
        }

        foreach (SourceFile source in LossFileEmitter.Emit(file.Loss.Spec, file.Loss.Facts, HintNames.Of(file.Loss.Spec.Type.FullName, file.Ambiguous)))
        {
            output.CancellationToken.ThrowIfCancellationRequested();
            output.AddSource(source.HintName, SourceText.From(source.Text, Utf8));
        }
    }
}
