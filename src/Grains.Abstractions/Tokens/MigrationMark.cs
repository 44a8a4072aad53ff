namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>How far the replacement of an installation's token without expiry by an expiring pair has come.</summary>
public enum MigrationMark
{
    /// <summary>Nothing was asked of Shopify, or it is done.</summary>
    None = 0,

    /// <summary>
    /// Shopify may have been asked: until its answer is stored, nobody knows whether the old token is good.
    /// </summary>
    Asked = 1,

    /// <summary>Shopify has replaced the token, and its answer was lost: only a new grant helps.</summary>
    Lost = 2,

    /// <summary>Shopify declined; the old token is good. Not asked again until an operator continues.</summary>
    Declined = 3,
}
