using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Why a step may be waived. The list is closed: a reason stands in the certificate, which has no free text.
/// </summary>
public static class WaiverCodes
{
    /// <summary>The participant does not exist any more: nobody is left to ask. For steps with participants.</summary>
    public const string ParticipantGone = "participant-gone";

    /// <summary>The participant can't be reached, and waiting longer is refused. For steps with participants.</summary>
    public const string ParticipantUnreachable = "participant-unreachable";

    /// <summary>Shopify doesn't let itself be asked for this shop. For the steps that call Shopify.</summary>
    public const string ShopUnreachable = "shop-unreachable";

    /// <summary>Somebody erased it by other means, which Shopkeeper can't check. For any step.</summary>
    public const string ErasedByHand = "erased-by-hand";

    /// <summary>Whoever answers for the erasure accepts what is left. For any step.</summary>
    public const string AcceptedByLegal = "accepted-by-legal";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All =
        [ParticipantGone, ParticipantUnreachable, ShopUnreachable, ErasedByHand, AcceptedByLegal];
}
