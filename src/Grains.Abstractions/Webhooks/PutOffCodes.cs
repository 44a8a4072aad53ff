namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>Why a delivery or a participant is put off without anything having failed, as codes.</summary>
public static class PutOffCodes
{
    /// <summary>A store is keyed by shop, and an earlier stay is not yet erased there.</summary>
    public const string AwaitsEarlierStay = "awaits-earlier-stay";
}
