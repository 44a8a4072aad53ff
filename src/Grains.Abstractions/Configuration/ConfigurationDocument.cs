namespace Shopkeeper.Grains.Abstractions.Configuration;

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

    /// <summary>The version alone: Orleans writes messages into its log.</summary>
    public override string ToString() => $"ConfigurationDocument version {Version}";
}
