namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// Thrown by a gate instead of a reservation: Shopify holds the shop's calls to be malicious, and none is to be made
/// for a while. <see cref="IAdminClient"/> answers it as <see cref="AdminFailureKind.Rejected"/> without a status.
/// </summary>
/// <param name="wait">For how long.</param>
public sealed class CallsHeldException(TimeSpan wait) : Exception("No call to this shop is made for a while.")
{
    /// <summary>For how long.</summary>
    public TimeSpan Wait { get; } = wait;
}
