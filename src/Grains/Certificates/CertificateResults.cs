namespace Shopkeeper.Grains.Certificates;

/// <summary>The results that a certificate can state.</summary>
public static class CertificateResults
{
    /// <summary>Everything is erased.</summary>
    public const string Complete = "complete";

    /// <summary>Everything is erased but what the certificate lists.</summary>
    public const string CompleteWithExceptions = "complete-with-exceptions";
}
