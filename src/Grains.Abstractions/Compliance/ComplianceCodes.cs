using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>Why a request stands where it stands, and how it was answered.</summary>
public static class ComplianceCodes
{
    /// <summary>Closed: erased at every participant and in our own stores.</summary>
    public const string Done = "done";

    /// <summary>Closed: the whole installation was erased, and a certificate proves it.</summary>
    public const string DoneByErasure = "done-by-erasure";

    /// <summary>Closed: we held nothing of that shop, or nothing any more.</summary>
    public const string NothingHeld = "nothing-held";

    /// <summary>Closed: the export was handed to the store's owner.</summary>
    public const string Delivered = "delivered";

    /// <summary>Closed: the installation was erased before the data could be exported.</summary>
    public const string NotExported = "not-exported";

    /// <summary>Closed: the signed body names another shop than the header; it is not about this one.</summary>
    public const string ShopMismatch = "shop-mismatch";

    /// <summary>Waiting: Shopify is being asked whether the app is still installed.</summary>
    public const string AwaitsConfirmation = "awaits-confirmation";

    /// <summary>Waiting: the installation is being torn down.</summary>
    public const string AwaitsCertificate = "awaits-certificate";

    /// <summary>Stalled: the shop is asked to be erased, and the app is still installed there.</summary>
    public const string StillInstalled = "shop-still-installed";

    /// <summary>Stalled: the body is signed, and can't be read as one of its topic.</summary>
    public const string Unreadable = "body-not-of-topic";

    /// <summary>Stalled: the body's shop id is not the one that this domain's installation has.</summary>
    public const string OtherShopId = "other-shop-id";

    /// <summary>Stalled: it can't be decrypted; <c>Keys:Directory</c> is not complete.</summary>
    public const string Undecryptable = "undecryptable";

    /// <summary>
    /// Stalled, or closed where the installation is erased: the export was kept for as long as it may be, and nobody
    /// handed it over.
    /// </summary>
    public const string ExportExpired = "export-expired";

    /// <summary>
    /// Stalled: it stood still for as long as whom it is about may be kept, and nothing can carry it out any more.
    /// </summary>
    public const string SubjectExpired = "subject-expired";

    /// <summary>Stalled: together with the others' answers the export would be longer than it may be.</summary>
    public const string ExportTooLarge = "export-too-large";

    /// <summary>Open: at least one participant has not answered yet.</summary>
    public const string AwaitsParticipants = "awaits-participants";

    /// <summary>
    /// Open or stalled: the work on it failed in a way that has no code of its own; the log has the kind of failure.
    /// </summary>
    public const string WorkFailed = "work-failed";

    /// <summary>
    /// Waiting: the customer is erased but for a data request of before, which is not closed yet and holds him.
    /// </summary>
    public const string AwaitsHandover = "awaits-handover";

    /// <summary>Closed by an operator: the law requires that the data is kept.</summary>
    public const string LegalHold = "legal-hold";

    /// <summary>Closed by an operator: answered by other means.</summary>
    public const string HandledElsewhere = "handled-elsewhere";

    /// <summary>Closed by an operator: whoever asked took it back.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Closed by an operator: it asks for nothing that can be done.</summary>
    public const string NotApplicable = "not-applicable";

    /// <summary>What an operator may close a request with.</summary>
    public static readonly ImmutableArray<string> OfOperators =
        [LegalHold, HandledElsewhere, Withdrawn, NotApplicable];
}
