namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>What follows from an <see cref="AccessState"/>.</summary>
public static class AccessStates
{
    /// <summary>True when a new grant may help: the merchant's next session token is exchanged for one.</summary>
    public static bool NeedsNewGrant(this AccessState access) =>
        access is AccessState.Refused or AccessState.NeedsGrant;
}
