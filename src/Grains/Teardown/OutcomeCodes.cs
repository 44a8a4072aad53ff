namespace Shopkeeper.Grains.Teardown;

/// <summary>How steps end and why they wait or fail, as codes; they stand in teardowns and certificates.</summary>
internal static class OutcomeCodes
{
    /// <summary>All that the step is for is gone.</summary>
    public const string Done = "done";

    /// <summary>There was nothing that the step is for.</summary>
    public const string NothingToDo = "nothing-to-do";

    /// <summary>A reset's fence has moved it to the new stay: Shopify is not called.</summary>
    public const string Moved = "moved";

    /// <summary>A job did not acknowledge in time; whatever it still does is fenced.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>Shopify refuses the token: the app is not installed any more.</summary>
    public const string TokenDead = "token-dead";

    /// <summary>There is no token to call with.</summary>
    public const string NoToken = "no-token";

    /// <summary>The token has expired and could not be refreshed for now.</summary>
    public const string TokenExpired = "token-expired";

    /// <summary>The merchant came back: what is left belongs to the newer stay.</summary>
    public const string Superseded = "superseded";

    /// <summary>An install of the shop is on its way; whether it begins a newer stay is not known yet.</summary>
    public const string InstallPending = "install-pending";

    /// <summary>Shopify did not let itself be asked until the deadline.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Inside the shop, and nobody can get at it any more.</summary>
    public const string LeftInShop = "left-in-shop";

    /// <summary>Something refers to the ended installation still.</summary>
    public const string Residue = "residue";

    /// <summary>Running jobs have not acknowledged yet.</summary>
    public const string AwaitingJobs = "awaiting-acknowledgement";

    /// <summary>A call to Shopify of unknown outcome may be under way still: its permit is valid.</summary>
    public const string AwaitingPermit = "awaiting-permit";

    /// <summary>Activations of the shop are on their way out still.</summary>
    public const string AwaitingActors = "awaiting-actors";

    /// <summary>A silo does not answer for what it keeps in memory, and is not declared dead.</summary>
    public const string SiloUnreachable = "silo-unreachable";

    /// <summary>The cache that all silos share does not answer.</summary>
    public const string CacheUnreachable = "cache-unreachable";

    /// <summary>Customers' data requests are being exported still.</summary>
    public const string AwaitsExport = "awaits-export";

    /// <summary>A customer's data request was given up: the erasure did not wait longer.</summary>
    public const string NotExported = "not-exported";

    /// <summary>A participant asked for time.</summary>
    public const string ParticipantBusy = "participant-busy";

    /// <summary>The process went down each time that the step was tried.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>The step took longer than it may.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>A silo went away while the step called it: whether that was carried out is not known.</summary>
    public const string SiloGone = "silo-gone";

    /// <summary>The database did not answer.</summary>
    public const string StorageUnavailable = "storage-unavailable";

    /// <summary>An exception that no code stands for; the log has its type.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>An operator waived the step.</summary>
    public const string Waived = "waived";

    /// <summary>Another write came first.</summary>
    public const string Conflict = "conflict";
}
