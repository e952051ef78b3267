namespace Gen.CrossEntropy.Kernels;

/// <summary>Whether the buffers of a call are usable together: alive, on the CPU, and of shapes that fit.</summary>
internal static unsafe class BufferShapes
{
    /// <summary>The buffer's elements, if it is alive and on the CPU like the logits; empty for null.</summary>
    public static Slice<T> Open<T>(TensorBuffer<T>? buffer, string argument, Device device)
        where T : unmanaged
    {
        if (buffer is null)
        {
            return default;
        }

        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        if (!ReferenceEquals(buffer.Device, device))
        {
            throw new ArgumentException($"{argument}: expected a buffer on the logits' device {device}, got one on {buffer.Device}.", argument);
        }

        if (buffer is not HostBuffer<T> host)
        {
            throw new NotSupportedException($"{argument}: this loss has kernels for buffers of {Device.Cpu}, got a buffer on {buffer.Device}.");
        }

        return new Slice<T>(host.Pointer, host.Length);
    }

    /// <summary>S of logits [C], [N, C] or [N, C, d1, …, dk].</summary>
    public static nint Positions(ReadOnlySpan<nint> logits, nint length, nint classes)
    {
        int axis = logits.Length == 1 ? 0 : 1;
        if (logits.Length == 0 || logits[axis] != classes)
        {
            throw new ArgumentException($"logits: expected the shape [{classes}], [N, {classes}] or [N, {classes}, d1, …, dk], got {ShapeRules.Print(logits)}.", nameof(logits));
        }

        // Without elements any S does, and the product of the extents need not fit.
        return length == 0 || logits.Length < 3 ? 1 : length / (logits[0] * classes);
    }

    /// <summary>Checks a buffer that is laid out as the logits.</summary>
    public static void CheckLikeLogits<T>(TensorBuffer<T>? buffer, string argument, ReadOnlySpan<nint> logits)
        where T : unmanaged
    {
        if (buffer is not null && !buffer.Shape.SequenceEqual(logits))
        {
            throw new ArgumentException($"{argument}: expected the shape {ShapeRules.Print(logits)} of the logits, got {ShapeRules.Print(buffer.Shape)}.", argument);
        }
    }

    /// <summary>Checks a buffer that has one element per sample: the logits' shape without the class axis, which for [C] is [] or [1].</summary>
    public static void CheckPerSample<T>(TensorBuffer<T>? buffer, string argument, ReadOnlySpan<nint> logits)
        where T : unmanaged
    {
        if (buffer is null)
        {
            return;
        }

        ReadOnlySpan<nint> shape = buffer.Shape;
        if (logits.Length == 1)
        {
            if (shape.Length > 1 || buffer.Length != 1)
            {
                throw new ArgumentException($"{argument}: expected the shape [] or [1], one element for logits {ShapeRules.Print(logits)}, got {ShapeRules.Print(shape)}.", argument);
            }
        }
        else if (shape.Length != logits.Length - 1 || shape[0] != logits[0] || !shape[1..].SequenceEqual(logits[2..]))
        {
            nint[] expected = [logits[0], .. logits[2..]];
            throw new ArgumentException(
                $"{argument}: expected the shape {ShapeRules.Print(expected)}, the logits' {ShapeRules.Print(logits)} without the class axis, got {ShapeRules.Print(shape)}.", argument);
        }
    }

    /// <summary>Checks class weights: [C].</summary>
    public static void CheckPerClass<T>(TensorBuffer<T>? buffer, string argument, nint classes)
        where T : unmanaged
    {
        if (buffer is not null && !(buffer.Shape.Length == 1 && buffer.Length == classes))
        {
            throw new ArgumentException($"{argument}: expected the shape [{classes}], one element per class, got {ShapeRules.Print(buffer.Shape)}.", argument);
        }
    }
}
