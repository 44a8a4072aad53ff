using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>What is known of an installation's access from the evidence of its end.</summary>
internal static class AccessEvidence
{
    /// <summary>
    /// True when Shopify itself showed that the app was not installed any more: then it has closed the subscriptions
    /// and the access on its own, and there is nothing left to do even where no call is allowed now. A refused refresh
    /// alone does not show it: a pair is also refused after a grant of the merchant's was lost.
    /// </summary>
    public static bool HasEnded(TeardownRecord record) =>
        record.Cause == EndCause.AppNotInstalled
        || record.Evidence.Contains(EndEvidence.TokenRefused, StringComparer.Ordinal)
        || record.Evidence.Contains(EndEvidence.AppNotInstalled, StringComparer.Ordinal)
        || (record.Evidence.Contains(EndEvidence.RefreshRefused, StringComparer.Ordinal) && IsToldByUninstall(record));

    // A body that told of no end before. All bodies of shop/redact of a shop are the same, so that such a one may be of
    // an uninstall that nobody here knows of; and where it joined a claim, the claim may be as old as that.
    private static bool IsToldByUninstall(TeardownRecord record) =>
        record is { BodyNamesShop: true, Cause: EndCause.UninstalledByMerchant }
        && !record.Evidence.Contains(EndEvidence.Redact, StringComparer.Ordinal);
}
