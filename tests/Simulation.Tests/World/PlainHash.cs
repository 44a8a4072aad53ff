using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A hash without a key, and cheap: what is equal stays equal.</summary>
internal sealed class PlainHash : IKeyedHash
{
    public byte[] Compute(string purpose, ReadOnlySpan<byte> data)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var part in purpose) hash = (hash ^ part) * 1_099_511_628_211;
        foreach (var part in data) hash = (hash ^ part) * 1_099_511_628_211;
        return BitConverter.GetBytes(hash);
    }
}
