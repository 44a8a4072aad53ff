namespace Shopkeeper.Shopify.OAuth;

/// <summary>The staff user that an online token belongs to. Names and locale are not kept.</summary>
/// <param name="Id">The user's numeric id.</param>
/// <param name="AccountOwner">True for the owner of the shop's account.</param>
/// <param name="Email">The user's address, when Shopify tells it.</param>
public sealed record AssociatedUser(long Id, bool AccountOwner, string? Email)
{
    /// <summary>Nothing: the record identifies a person.</summary>
    public override string ToString() => nameof(AssociatedUser);
}
