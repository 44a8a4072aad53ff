namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>
/// The simulation's only source of chance (SplitMix64): one seed gives the same run on every machine and version.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below the bound.</summary>
    public int Below(int bound) => (int)((UInt128)Next() * (ulong)bound >> 64);

    /// <summary>True that often in a thousand.</summary>
    public bool PerMille(int often) => often > 0 && Below(1_000) < often;

    /// <summary>One of them.</summary>
    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>An id that the seed gives; it looks like one of ours.</summary>
    public Guid Id(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        var milliseconds = now.ToUnixTimeMilliseconds();
        for (var place = 0; place < 6; place++) bytes[place] = (byte)(milliseconds >> (8 * (5 - place)));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
