using System.Reflection;
using System.Text.RegularExpressions;
using Gen.CrossEntropy.Generator.Tests.Support;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>docs/family.md: every test that it names exists, and everything that can be declared is in it.</summary>
public sealed partial class FamilyTableTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "family.md"));

    private static readonly Lazy<string> Sources = new(() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText)));

    public static TheoryData<string> NamedTests => [.. Named().Matches(Page).Select(match => match.Groups[1].Value).Distinct()];

    public static TheoryData<string> Declarable
    {
        get
        {
            Type[] attributes = [.. typeof(CrossEntropyLossAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute)))];
            Type[] enums = [typeof(DType), typeof(TargetKind), typeof(Reduction), typeof(LossOutputs), typeof(PredictionKind)];
            return
            [
                .. attributes.Select(type => "[" + type.Name[..^"Attribute".Length])
                    .Concat(attributes.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                        .Where(property => property.CanWrite && !property.PropertyType.IsEnum).Select(property => property.Name))
                    .Concat(enums.SelectMany(type => Enum.GetNames(type).Select(name => $"{type.Name}.{name}")))
                    .Distinct(),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(NamedTests))]
    public void NamedTest_Exists(string name)
    {
        string[] parts = name.Split('.');
        Assert.Contains("class " + parts[0], Sources.Value, StringComparison.Ordinal);
        Assert.True(parts.Length == 1 || Sources.Value.Contains($" {parts[1]}(", StringComparison.Ordinal), name);
    }

    [Theory]
    [MemberData(nameof(Declarable))]
    public void WhatCanBeDeclared_IsInTheTable(string text) => Assert.Matches(@"(?<!\w)" + Regex.Escape(text) + @"(?!\w)", Page);

    [Fact]
    public void EveryRow_HasATest()
    {
        string[] rows = [.. Page.Split('\n').Where(line => line.StartsWith('|') && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.StartsWith("| declared", StringComparison.Ordinal))];

        Assert.True(rows.Length > 30);
        Assert.All(rows, row => Assert.Matches(@"Tests[.\w]*` \|$", row));
    }

    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex Named();
}
