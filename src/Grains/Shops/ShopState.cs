using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// What a shop's actor stores beside the truth, for one installation. Stored as JSON under these names; a member added
/// later is optional and has a default, so that every stored version stays readable.
/// </summary>
[GenerateSerializer, Immutable, Alias(Aliases.ShopState)]
internal sealed record ShopState : IInstallationState
{
    /// <summary>The version that this code writes, and the greatest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The version of the form.</summary>
    [Id(0), JsonPropertyName("schemaVersion")]
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>The installation that all of this belongs to.</summary>
    [Id(1), JsonPropertyName("installationId")]
    public InstallationId InstallationId { get; init; }

    /// <summary>The app's configuration for the shop: a JSON object.</summary>
    [Id(2), JsonPropertyName("configuration")]
    public string Configuration { get; init; } = "{}";

    /// <summary>Grows by one with each change of the configuration, from 0.</summary>
    [Id(3), JsonPropertyName("configurationVersion")]
    public long ConfigurationVersion { get; init; }

    /// <summary>Refuses what a newer version of the service wrote: guessing at it could lose what it means.</summary>
    /// <exception cref="InvalidOperationException">The version is greater than this code knows.</exception>
    public void EnsureReadable()
    {
        if (SchemaVersion is < 1 or > CurrentSchema)
            throw new InvalidOperationException(
                $"Shop state has form {SchemaVersion}; this version reads up to {CurrentSchema}.");
    }
}
