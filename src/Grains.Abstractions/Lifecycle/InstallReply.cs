using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What became of an install.</summary>
public enum InstallOutcome
{
    /// <summary>Shopify refused the code (<see cref="InstallReply.Code"/> says how).</summary>
    Refused = 0,

    /// <summary>A new stay began.</summary>
    Installed = 1,

    /// <summary>The current stay goes on with the new grant.</summary>
    Reauthorized = 2,

    /// <summary>The grant died while a teardown was ending access: start the authorization again.</summary>
    StartAgain = 3,

    /// <summary>Shopify or the store did not answer: try again after <see cref="InstallReply.RetryAfter"/>.</summary>
    Unavailable = 4,
}

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
