using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>The installer's answer.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.InstallReply)]
public sealed record InstallReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required InstallOutcome Outcome { get; init; }

    /// <summary>The current installation after an install or a re-authorization.</summary>
    [Id(1)]
    public Installation? Installation { get; init; }

    /// <summary>A stable kebab-case code of the refusal or fault.</summary>
    [Id(2)]
    public string? Code { get; init; }

    /// <summary>When to try again.</summary>
    [Id(3)]
    public TimeSpan? RetryAfter { get; init; }
}
