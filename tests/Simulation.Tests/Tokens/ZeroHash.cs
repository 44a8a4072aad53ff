using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>Stands for the hash key: nothing in a schedule of tokens depends on it.</summary>
internal sealed class ZeroHash : IKeyedHash
{
    public byte[] Compute(string purpose, ReadOnlySpan<byte> data) => new byte[32];
}
