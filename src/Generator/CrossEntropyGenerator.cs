using System.Text;
using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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
        IncrementalValueProvider<EquatableArray<LossSpec>> all = context.SyntaxProvider.ForAttributeWithMetadataName("none", static (_, _) => false, static (_, _) => 0).Collect().Select(static (_, _) => default(EquatableArray<LossSpec>));
        foreach (string attribute in LossAttributes.MetadataNames)
        {
            IncrementalValueProvider<System.Collections.Immutable.ImmutableArray<LossSpec>> some = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, DeclarationReader.ReadSpec)
                .Where(static spec => spec is not null)
                .Select(static (spec, _) => spec!)
                .Collect();
            all = all.Combine(some).Select(static (pair, _) => new EquatableArray<LossSpec>([.. pair.Left, .. pair.Right]));
        }

        IncrementalValuesProvider<LossSpec> specs = all.SelectMany(static (pair, _) => pair).WithTrackingName(TrackingNames.Specs);

        IncrementalValueProvider<CompilationFacts> facts = context.CompilationProvider
            .Select(static (compilation, _) => CompilationFactsReader.Read(compilation))
            .WithTrackingName(TrackingNames.Facts);

        IncrementalValueProvider<EquatableArray<string>> ambiguous = specs
            .Select(static (spec, _) => spec.Type.FullName)
            .Collect()
            .Select(static (names, _) => HintNames.Ambiguous(names))
            .WithTrackingName(TrackingNames.AmbiguousNames);

        IncrementalValuesProvider<((LossSpec Spec, CompilationFacts Facts) Loss, EquatableArray<string> Ambiguous)> files = specs
            .Combine(facts)
            .Combine(ambiguous)
            .WithTrackingName(TrackingNames.Files);

        context.RegisterSourceOutput(files, static (output, file) =>
        {
            if (!DeclarationRules.CanGenerate(file.Loss.Facts))
            {
                return;
            }

            foreach (SourceFile source in LossFileEmitter.Emit(file.Loss.Spec, HintNames.Of(file.Loss.Spec.Type.FullName, file.Ambiguous)))
            {
                output.CancellationToken.ThrowIfCancellationRequested();
                output.AddSource(source.HintName, SourceText.From(source.Text, Utf8));
            }
        });
    }
}
