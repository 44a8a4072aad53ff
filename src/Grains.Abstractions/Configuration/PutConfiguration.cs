namespace Shopkeeper.Grains.Abstractions.Configuration;

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

    /// <summary>Nothing of it: Orleans writes messages into its log.</summary>
    public override string ToString() => nameof(PutConfiguration);
}
