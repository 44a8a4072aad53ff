using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Storage.Inbox;

/// <summary>
/// The inbox's bounds, section <c>Webhooks</c>. Beyond them a delivery is answered 503 and comes again; never one of a
/// lifecycle or compliance topic. Each silo measures once a second, so that several together may pass a bound by
/// what they take within one.
/// </summary>
public sealed class InboxOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// How many undelivered deliveries there may be in all, without those that wait for an earlier stay of their shop
    /// to be erased at a participant. Default 100,000; at least 1.
    /// </summary>
    [Range(1, 10_000_000)]
    public int InboxLimit { get; set; } = 100_000;

    /// <summary>
    /// How many undelivered deliveries a shop may have, those that wait included. Default 5,000; at least 1.
    /// </summary>
    [Range(1, 10_000_000)]
    public int InboxLimitPerShop { get; set; } = 5_000;
}
