using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Installations;

/// <summary>A grant as an installation's row holds it.</summary>
internal sealed record GrantRow
{
    public InstallationId Id { get; init; }

    public byte[] DataKey { get; init; } = [];

    public byte[] GrantCiphertext { get; init; } = [];
}
