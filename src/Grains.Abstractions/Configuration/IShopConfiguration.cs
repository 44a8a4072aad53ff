namespace Shopkeeper.Grains.Abstractions.Configuration;

/// <summary>The app's configuration for a shop: one JSON object, in the shop's own state. Key: the shop domain.</summary>
[Alias(Aliases.IShopConfiguration)]
public interface IShopConfiguration : IGrainWithStringKey
{
    /// <summary>The document; null when the app is not installed. A shop without one answers <c>{}</c> with version 0.</summary>
    [Alias("Get")]
    Task<ConfigurationDocument?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the document if its version is still the one the caller read.</summary>
    [Alias("Put")]
    Task<PutConfigurationReply> PutAsync(PutConfiguration command, CancellationToken cancellationToken);
}

/// <summary>A configuration with the version that an <c>ETag</c> shows.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ConfigurationDocument)]
public sealed record ConfigurationDocument
{
    /// <summary>A JSON object.</summary>
    [Id(0)]
    public required string Json { get; init; }

    /// <summary>Grows by one with each change, from 0.</summary>
    [Id(1)]
    public required long Version { get; init; }
}

/// <summary>The order to replace the configuration.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.PutConfiguration)]
public sealed record PutConfiguration
{
    /// <summary>A JSON object, at most 64 KiB.</summary>
    [Id(0)]
    public required string Json { get; init; }

    /// <summary>The version that the caller read (<c>If-Match</c>); null for <c>*</c>.</summary>
    [Id(1)]
    public long? IfVersion { get; init; }
}

/// <summary>What became of a replacement.</summary>
public enum PutConfigurationOutcome
{
    /// <summary>The app is not installed.</summary>
    NotInstalled = 0,

    /// <summary>Replaced.</summary>
    Replaced = 1,

    /// <summary>Somebody replaced it first; the current document is answered.</summary>
    VersionMismatch = 2,
}

/// <summary>The answer to <see cref="PutConfiguration"/>.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.PutConfigurationReply)]
public sealed record PutConfigurationReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required PutConfigurationOutcome Outcome { get; init; }

    /// <summary>The document that holds now.</summary>
    [Id(1)]
    public ConfigurationDocument? Document { get; init; }
}
