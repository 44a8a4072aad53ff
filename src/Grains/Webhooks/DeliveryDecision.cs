using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>What becomes of a delivery: one of the four, nothing else.</summary>
internal abstract record DeliveryDecision
{
    private DeliveryDecision()
    {
    }

    /// <summary>Nothing is done; the verdict is known.</summary>
    /// <param name="Verdict">The verdict.</param>
    /// <param name="IsSpent">True when its body tells of an end that is known: it is to prove no other one.</param>
    public sealed record Complete(Verdict Verdict, bool IsSpent = false) : DeliveryDecision;

    /// <summary>It is the <c>shop/redact</c> of an installation that ended already: noted with that one.</summary>
    public sealed record NoteRedact : DeliveryDecision;

    /// <summary>It claims that the current installation ended: Shopify is to be asked.</summary>
    /// <param name="Cause">Why it is said to have ended.</param>
    /// <param name="Proves">True when its signed body is a proof; false when it is only a reason to ask.</param>
    /// <param name="Evidence">As codes.</param>
    public sealed record OpenEnd(EndCause Cause, bool Proves, IReadOnlyList<string> Evidence) : DeliveryDecision;

    /// <summary>The app's handler of the topic gets it, if there is one.</summary>
    public sealed record Handle : DeliveryDecision;
}
