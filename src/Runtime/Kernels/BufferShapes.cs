namespace Gen.CrossEntropy.Kernels;

/// <summary>Whether the buffers of a call are usable together: alive, on one device that the loss has kernels for, and of shapes that fit the input's.</summary>
internal readonly ref struct BufferShapes
{
    private readonly Device device;
    private readonly ReadOnlySpan<nint> input;
    private readonly nint length;
    private readonly string inputName;
    private readonly bool anyDevice;

    private BufferShapes(Device device, ReadOnlySpan<nint> input, nint length, string inputName, bool anyDevice)
    {
        this.device = device;
        this.input = input;
        this.length = length;
        this.inputName = inputName;
        this.anyDevice = anyDevice;
    }

    /// <param name="input">The buffer that all others must fit.</param>
    /// <param name="inputName">What the caller calls it: a plural.</param>
    /// <param name="anyDevice">Whether the loss has kernels for other devices than the CPU.</param>
    public static BufferShapes Of<T>(TensorBuffer<T> input, string inputName, bool anyDevice)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(input, inputName);
        return new BufferShapes(input.Device, input.Shape, input.Length, inputName, anyDevice);
    }

    /// <summary>Where the buffer's elements are, if it is alive and on the input's device; empty for null.</summary>
    public Slice<T> Open<T>(TensorBuffer<T>? buffer, string argument)
        where T : unmanaged
    {
        if (buffer is null)
        {
            return default;
        }

        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        if (!ReferenceEquals(buffer.Device, device))
        {
            throw new ArgumentException($"{argument}: expected a buffer on the {inputName}' device {device}, got one on {buffer.Device}.", argument);
        }

        return anyDevice || buffer is HostBuffer<T> ? buffer.Location ?? throw NoKernels(buffer, argument) : throw NoKernels(buffer, argument);
    }

    /// <summary>S of an input [C], [N, C] or [N, C, d1, …, dk].</summary>
    public nint Positions(nint classes)
    {
        if (input.Length == 0 || input[ClassAxis] != classes)
        {
            throw new ArgumentException($"{inputName}: expected the shape [{classes}], [N, {classes}] or [N, {classes}, d1, …, dk], got {ShapeRules.Print(input)}.", inputName);
        }

        return PositionsOfAxis();
    }

    /// <summary>S of the weights of an elementwise loss: 1 where each element has its own (or there are none), the product of the extents behind the class axis where each class has one.</summary>
    public nint WeightPositions<T>(TensorBuffer<T>? weights, string argument)
        where T : unmanaged
    {
        if (weights is null || weights.Shape.SequenceEqual(input))
        {
            return 1;
        }

        if (input.Length > 1 && weights.Shape.Length == 1 && weights.Length == input[ClassAxis])
        {
            return PositionsOfAxis();
        }

        string perClass = input.Length > 1 ? $" or [{input[ClassAxis]}], one element for each index of axis 1" : "";
        throw new ArgumentException($"{argument}: expected the shape {ShapeRules.Print(input)} of the {inputName}{perClass}, got {ShapeRules.Print(weights.Shape)}.", argument);
    }

    /// <summary>Checks a buffer that is laid out as the input.</summary>
    public void CheckLikeInput<T>(TensorBuffer<T>? buffer, string argument)
        where T : unmanaged
    {
        if (buffer is not null && !buffer.Shape.SequenceEqual(input))
        {
            throw new ArgumentException($"{argument}: expected the shape {ShapeRules.Print(input)} of the {inputName}, got {ShapeRules.Print(buffer.Shape)}.", argument);
        }
    }

    /// <summary>Checks a buffer that has one element per sample: the input's shape without the class axis, which for [C] is [] or [1].</summary>
    public void CheckPerSample<T>(TensorBuffer<T>? buffer, string argument)
        where T : unmanaged
    {
        if (buffer is null)
        {
            return;
        }

        ReadOnlySpan<nint> shape = buffer.Shape;
        if (input.Length == 1)
        {
            if (shape.Length > 1 || buffer.Length != 1)
            {
                throw new ArgumentException($"{argument}: expected the shape [] or [1], one element for {inputName} {ShapeRules.Print(input)}, got {ShapeRules.Print(shape)}.", argument);
            }
        }
        else if (shape.Length != input.Length - 1 || shape[0] != input[0] || !shape[1..].SequenceEqual(input[2..]))
        {
            nint[] expected = [input[0], .. input[2..]];
            throw new ArgumentException(
                $"{argument}: expected the shape {ShapeRules.Print(expected)}, the {inputName}' {ShapeRules.Print(input)} without the class axis, got {ShapeRules.Print(shape)}.", argument);
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

    private NotSupportedException NoKernels<T>(TensorBuffer<T> buffer, string argument)
        where T : unmanaged
    {
        string devices = anyDevice ? $"{Device.Cpu} and of the devices that its other kernels were generated for" : $"{Device.Cpu}";
        return new NotSupportedException($"{argument}: this loss has kernels for buffers of {devices}, got a buffer on {buffer.Device}.");
    }

    /// <summary>The axis of the classes: 1, or 0 of a vector.</summary>
    private int ClassAxis => input.Length == 1 ? 0 : 1;

    /// <summary>The product of the extents behind the class axis. Without elements any S does, and the product need not fit.</summary>
    private nint PositionsOfAxis() => length == 0 || input.Length < 3 ? 1 : length / (input[0] * input[1]);
}
