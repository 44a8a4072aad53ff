using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>What a new grant means: one of the four, nothing else.</summary>
internal abstract record GrantDecision
{
    private GrantDecision()
    {
    }

    /// <summary>The grant was compared with another installation than the current one: compare again.</summary>
    public sealed record CompareAgain : GrantDecision;

    /// <summary>A first stay, or the first after an end that is known.</summary>
    public sealed record Install : GrantDecision;

    /// <summary>The current stay goes on with the new grant.</summary>
    /// <param name="Doubtful">
    /// True when Shopify named another installation and yet nothing proves an end: it is logged.
    /// </param>
    public sealed record Reauthorize(bool Doubtful) : GrantDecision;

    /// <summary>The current stay has ended; a new one begins.</summary>
    /// <param name="Cause">Why it ended.</param>
    /// <param name="Evidence">What proves it, as codes.</param>
    /// <param name="Limited">True when nobody attests the end, so that it counts against the hourly limit.</param>
    public sealed record EndThenInstall(EndCause Cause, IReadOnlyList<string> Evidence, bool Limited) : GrantDecision;
}
