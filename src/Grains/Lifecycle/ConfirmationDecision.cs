using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>What follows from the evidence for an installation's end: one of the four, nothing else.</summary>
internal abstract record ConfirmationDecision
{
    private ConfirmationDecision()
    {
    }

    /// <summary>Two proofs agree: the fence may run.</summary>
    /// <param name="Cause">Why it ends: what was claimed, or what Shopify said by itself.</param>
    /// <param name="Evidence">All of it, as codes.</param>
    public sealed record End(EndCause Cause, IReadOnlyList<string> Evidence) : ConfirmationDecision;

    /// <summary>Shopify says that the app is installed: nothing ends.</summary>
    public sealed record Superseded : ConfirmationDecision;

    /// <summary>Nothing is proved: ask Shopify again after the delay (zero: now).</summary>
    public sealed record Wait(TimeSpan Delay) : ConfirmationDecision;

    /// <summary>Nothing could be proved for too long: an operator has to look.</summary>
    public sealed record Stalled(string Code) : ConfirmationDecision;
}
