namespace Shopkeeper.Grains.Abstractions.Configuration;

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
