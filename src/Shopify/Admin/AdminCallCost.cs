namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// What a GraphQL call cost, in points (https://shopify.dev/docs/api/usage/limits). A null figure was not told.
/// </summary>
/// <param name="Requested">Points reserved before the call.</param>
/// <param name="Actual">Points spent; null for a throttled call.</param>
/// <param name="Available">Points left in the shop's bucket for this app.</param>
/// <param name="RestoreRate">Points that come back each second.</param>
/// <param name="Maximum">Points that the bucket holds.</param>
public sealed record AdminCallCost(
    double? Requested, double? Actual, double? Available, double? RestoreRate, double? Maximum = null);
