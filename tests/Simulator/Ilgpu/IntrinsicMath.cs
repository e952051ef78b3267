using Gen.CrossEntropy.Simulator;

namespace ILGPU;

/// <summary>
/// Functions that devices have. Min and Max are those of PTX and OpenCL: of a number and a NaN they give the number (ILGPU's CPU accelerator, like .NET, gives the NaN), and -0 is less than 0.
/// </summary>
public static class IntrinsicMath
{
    /// <summary>|value|.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The magnitude.</returns>
    public static float Abs(float value) => Math.Abs(value);

    /// <summary>|value|.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The magnitude.</returns>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>|value|.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The magnitude.</returns>
    public static int Abs(int value) => Math.Abs(value);

    /// <summary>|value|.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The magnitude.</returns>
    public static long Abs(long value) => Math.Abs(value);

    /// <summary>The smaller of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The smaller.</returns>
    public static float Min(float first, float second) => float.MinNumber(first, second);

    /// <summary>The smaller of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The smaller.</returns>
    public static double Min(double first, double second) => double.MinNumber(first, second);

    /// <summary>The smaller of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The smaller.</returns>
    public static int Min(int first, int second) => Math.Min(first, second);

    /// <summary>The smaller of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The smaller.</returns>
    public static long Min(long first, long second) => Math.Min(first, second);

    /// <summary>The smaller of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The smaller.</returns>
    public static uint Min(uint first, uint second) => Math.Min(first, second);

    /// <summary>The smaller of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The smaller.</returns>
    public static ulong Min(ulong first, ulong second) => Math.Min(first, second);

    /// <summary>The larger of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The larger.</returns>
    public static float Max(float first, float second) => float.MaxNumber(first, second);

    /// <summary>The larger of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The larger.</returns>
    public static double Max(double first, double second) => double.MaxNumber(first, second);

    /// <summary>The larger of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The larger.</returns>
    public static int Max(int first, int second) => Math.Max(first, second);

    /// <summary>The larger of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The larger.</returns>
    public static long Max(long first, long second) => Math.Max(first, second);

    /// <summary>The larger of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The larger.</returns>
    public static uint Max(uint first, uint second) => Math.Max(first, second);

    /// <summary>The larger of two values.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>The larger.</returns>
    public static ulong Max(ulong first, ulong second) => Math.Max(first, second);

    /// <summary>The value in an interval that is nearest to a given one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="min">The least of the interval.</param>
    /// <param name="max">The greatest of the interval.</param>
    /// <returns>The nearest.</returns>
    public static float Clamp(float value, float min, float max) => Max(Min(value, max), min);

    /// <summary>The value in an interval that is nearest to a given one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="min">The least of the interval.</param>
    /// <param name="max">The greatest of the interval.</param>
    /// <returns>The nearest.</returns>
    public static double Clamp(double value, double min, double max) => Max(Min(value, max), min);

    /// <summary>The value in an interval that is nearest to a given one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="min">The least of the interval.</param>
    /// <param name="max">The greatest of the interval.</param>
    /// <returns>The nearest.</returns>
    public static int Clamp(int value, int min, int max) => Max(Min(value, max), min);

    /// <summary>The value in an interval that is nearest to a given one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="min">The least of the interval.</param>
    /// <param name="max">The greatest of the interval.</param>
    /// <returns>The nearest.</returns>
    public static long Clamp(long value, long min, long max) => Max(Min(value, max), min);

    /// <summary>The magnitude of one value with the sign of another.</summary>
    /// <param name="x">Gives the magnitude.</param>
    /// <param name="y">Gives the sign.</param>
    /// <returns>The value.</returns>
    public static float CopySign(float x, float y) => MathF.CopySign(x, y);

    /// <summary>The magnitude of one value with the sign of another.</summary>
    /// <param name="x">Gives the magnitude.</param>
    /// <param name="y">Gives the sign.</param>
    /// <returns>The value.</returns>
    public static double CopySign(double x, double y) => Math.CopySign(x, y);

    /// <summary>
    /// Functions that CUDA has without a library. The simulator gives the nearest number; CUDA's exponential and logarithm of a float are approximations of about 22 bits, and it has none of a double, which is why they
    /// are refused here.
    /// </summary>
    public static class CPUOnly
    {
        /// <summary>2 to the power of a value.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Exp2(float value) => (float)Math.Pow(2, value);

        /// <summary>2 to the power of a value: not on CUDA.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Exp2(double value) => OfOpenCL("Exp2") ? Math.Pow(2, value) : 0;

        /// <summary>The logarithm to base 2.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Log2(float value) => (float)Math.Log2(value);

        /// <summary>The logarithm to base 2: not on CUDA.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Log2(double value) => OfOpenCL("Log2") ? Math.Log2(value) : 0;

        /// <summary>The square root.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Sqrt(float value) => MathF.Sqrt(value);

        /// <summary>The square root.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Sqrt(double value) => Math.Sqrt(value);

        /// <summary>The reciprocal of the square root.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Rsqrt(float value) => 1 / MathF.Sqrt(value);

        /// <summary>The reciprocal of the square root.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Rsqrt(double value) => 1 / Math.Sqrt(value);

        /// <summary>The reciprocal.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Rcp(float value) => 1 / value;

        /// <summary>The reciprocal.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Rcp(double value) => 1 / value;

        /// <summary>The next integer below.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Floor(float value) => MathF.Floor(value);

        /// <summary>The next integer below.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Floor(double value) => Math.Floor(value);

        /// <summary>The next integer above.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static float Ceiling(float value) => MathF.Ceiling(value);

        /// <summary>The next integer above.</summary>
        /// <param name="value">The value.</param>
        /// <returns>The result.</returns>
        public static double Ceiling(double value) => Math.Ceiling(value);

        /// <summary>Whether a value is no number.</summary>
        /// <param name="value">The value.</param>
        /// <returns>Whether it is.</returns>
        public static bool IsNaN(float value) => float.IsNaN(value);

        /// <summary>Whether a value is no number.</summary>
        /// <param name="value">The value.</param>
        /// <returns>Whether it is.</returns>
        public static bool IsNaN(double value) => double.IsNaN(value);

        /// <summary>Whether a value is infinite.</summary>
        /// <param name="value">The value.</param>
        /// <returns>Whether it is.</returns>
        public static bool IsInfinity(float value) => float.IsInfinity(value);

        /// <summary>Whether a value is infinite.</summary>
        /// <param name="value">The value.</param>
        /// <returns>Whether it is.</returns>
        public static bool IsInfinity(double value) => double.IsInfinity(value);

        /// <summary>Whether a value is finite.</summary>
        /// <param name="value">The value.</param>
        /// <returns>Whether it is.</returns>
        public static bool IsFinite(float value) => float.IsFinite(value);

        /// <summary>Whether a value is finite.</summary>
        /// <param name="value">The value.</param>
        /// <returns>Whether it is.</returns>
        public static bool IsFinite(double value) => double.IsFinite(value);

        private static bool OfOpenCL(string function)
        {
            Lane lane = Lane.Current(function);
            return !lane.Group.Shuffles ? true : throw new SimulatorException($"{lane.Group.Name(lane)} uses {function} of a double, which CUDA has not.");
        }
    }
}
