using System.Numerics;

namespace FtpActors.Benchmarks.Load;

/// <summary>How long things took, to within 6 %. Allocates when it is made.</summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 4;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    public long Count { get; private set; }

    /// <param name="nanoseconds">At least 0.</param>
    public void Add(long nanoseconds)
    {
        _counts[PlaceOf(nanoseconds)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>Nanoseconds that this share of all took at most; 0 where there are none.</summary>
    /// <param name="share">0 to 1.</param>
    public long Percentile(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        for (var i = 0; left > 0 && i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0)
                return MostOf(i);
        }

        return 0;
    }

    private static int PlaceOf(long value)
    {
        if (value < Steps)
            return (int)Math.Max(0, value);
        var power = BitOperations.Log2((ulong)value) - StepBits;
        return ((power + 1) * Steps) + (int)((value >> power) - Steps);
    }

    private static long MostOf(int place)
    {
        if (place < Steps)
            return place;
        var power = (place / Steps) - 1;
        return ((long)((place % Steps) + Steps + 1) << power) - 1;
    }
}
