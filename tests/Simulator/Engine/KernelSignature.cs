using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;

namespace Gen.CrossEntropy.Simulator;

/// <summary>What ILGPU takes as a kernel: a static method over public value types without references to objects.</summary>
internal static class KernelSignature
{
    /// <exception cref="SimulatorException">ILGPU would refuse the kernel.</exception>
    public static void Check(Delegate kernel)
    {
        MethodInfo method = kernel.Method;
        if (!method.IsStatic && (kernel.Target is null || kernel.Target.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0))
        {
            throw new SimulatorException($"Kernel {Name(kernel)} is not static or captures variables, which a device cannot reach.");
        }

        foreach (ParameterInfo parameter in method.GetParameters())
        {
            Check(kernel, parameter.ParameterType, $"parameter {parameter.Name}");
        }
    }

    public static string Name(Delegate kernel) => kernel.Method.DeclaringType is { } type ? $"{type.Name}.{kernel.Method.Name}" : kernel.Method.Name;

    private static void Check(Delegate kernel, Type type, string what)
    {
        if (!type.IsValueType)
        {
            throw new SimulatorException($"Kernel {Name(kernel)}: {what} is a {type.Name}, a reference to an object, which a device cannot follow.");
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))
        {
            Check(kernel, type.GetGenericArguments()[0], $"an element of {what}");
            return;
        }

        if (!type.IsVisible)
        {
            throw new SimulatorException($"Kernel {Name(kernel)}: {what} is of type {type.Name}, which is not public all the way: ILGPU fails to load it.");
        }

        if (type == typeof(bool) || type == typeof(char))
        {
            throw new SimulatorException($"Kernel {Name(kernel)}: {what} is a {type.Name}, which has no one form on all devices: ILGPU refuses it.");
        }

        if (type.IsPrimitive || type.IsEnum)
        {
            return;
        }

        if (type.IsExplicitLayout || (type.IsAutoLayout && !type.IsAssignableTo(typeof(ITuple))))
        {
            throw new SimulatorException($"Kernel {Name(kernel)}: {what} is of type {type.Name}, whose layout is not sequential: ILGPU refuses it.");
        }

        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Check(kernel, field.FieldType, $"{type.Name}.{field.Name}");
        }
    }
}
