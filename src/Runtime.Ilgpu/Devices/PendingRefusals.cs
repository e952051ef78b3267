using Gen.CrossEntropy.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>
/// The calls since the host last waited for the device that nobody waits for. A target or a probability that one of them refuses is thrown by the first call that waits: until then the device knows it, and here is what the
/// words need. Whoever uses it holds the engine's gate.
/// </summary>
internal sealed class PendingRefusals(Engine engine)
{
    /// <summary>So many calls are remembered; the next one waits.</summary>
    private const int Most = 256;

    /// <summary>What the words about a call end with that was told late.</summary>
    private const string Late = " The call was an earlier one, which did not wait for the device; it has written nothing.";

    private readonly List<PendingCall> calls = new(capacity: 16);

    /// <summary>Whether no more calls can be remembered.</summary>
    public bool AreFull => calls.Count == Most;

    /// <summary>Remembers a call that has begun and may yet be refused.</summary>
    /// <param name="call">What the words need.</param>
    /// <param name="inspected">What was inspected.</param>
    /// <param name="size">The bytes of one of its elements.</param>
    /// <param name="outcome">What the call comes to.</param>
    public void Add(in PendingCall call, ArrayView<byte> inspected, int size, ArrayView<long> outcome)
    {
        ArrayView<long> kept = engine.Scratch.Rent<long>(DeviceScratchUse.Refusals, RefusalCapture.KeptLength);
        if (calls.Count == 0)
        {
            kept.MemSetToZero(engine.Stream);
        }

        calls.Add(call);
        RefusalArguments arguments = new() { Elements = inspected, Outcome = outcome, Kept = kept, Number = calls.Count, Size = size };
        engine.Launch(RefusalCapture.Kernel, arguments, groups: 1, RefusalCapture.Threads);
    }

    /// <summary>Waits for all of them, and forgets them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them was refused: the first, if there are several.</exception>
    public unsafe void ThrowIfAny()
    {
        if (calls.Count == 0)
        {
            return;
        }

        // On the stack, which stays where it is while the device writes there.
        long* read = stackalloc long[RefusalCapture.KeptLength];
        engine.Read(engine.Scratch.Rent<long>(DeviceScratchUse.Refusals, RefusalCapture.KeptLength), read);
        long number = read[RefusalCapture.NumberAt];
        PendingCall refused = number == 0 ? default : calls[(int)number - 1];
        calls.Clear();
        if (number != 0)
        {
            throw refused.Explain(in refused, (nint)read[RefusalCapture.PlaceAt], read[RefusalCapture.ValueAt], Late);
        }
    }
}

/// <summary>What the words about a refused call need.</summary>
/// <param name="Explain">From the call, the row or element, and the value's bits, to what the CPU would throw, with words at the end.</param>
/// <param name="Argument">What the caller calls what is refused.</param>
/// <param name="Positions">S.</param>
/// <param name="ClassCount">C.</param>
/// <param name="IgnoreIndex">The ignored target.</param>
internal readonly record struct PendingCall(Explanation Explain, string Argument, nint Positions = 1, int ClassCount = 0, long IgnoreIndex = 0);

/// <summary>From a call, the row or element that it refuses, and the bits of the value there, to what the CPU would throw, with words at the end.</summary>
internal delegate ArgumentOutOfRangeException Explanation(in PendingCall call, nint place, long bits, string end);
