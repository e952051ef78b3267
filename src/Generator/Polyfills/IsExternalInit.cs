namespace System.Runtime.CompilerServices;

/// <summary>What the compiler looks for to allow <c>init</c> and records; netstandard2.0 has no such type.</summary>
internal static class IsExternalInit;
