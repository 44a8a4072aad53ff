namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>How many checks a silo takes upon itself.</summary>
/// <param name="Limit">At most so many at once.</param>
/// <param name="PerMinute">At most so many within a minute in the whole cluster.</param>
/// <param name="Lease">When a check whose end nobody plans is due again: its silo was lost.</param>
public sealed record AccessCheckClaim(int Limit, int PerMinute, TimeSpan Lease);
