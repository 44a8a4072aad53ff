namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// The steps' names as they are stored and certified. A name stays for ever; a removed step's goes to the retired ones.
/// </summary>
internal static class StepNames
{
    public const string ClearShopGrain = "clear-shop-grain";
    public const string StopJobs = "stop-jobs";
    public const string SettleRequests = "settle-requests";
    public const string CloseWebhooks = "close-webhooks";
    public const string RemoveShopResources = "remove-shop-resources";
    public const string RevokeAccess = "revoke-access";
    public const string EraseParticipants = "erase-participants";
    public const string ClearCaches = "clear-caches";
    public const string PurgeData = "purge-data";
    public const string VerifyResidue = "verify-residue";
    public const string Certify = "certify";
}
