namespace Shopkeeper.Grains.Certificates;

/// <summary>What verifying a certificate came to. Closed.</summary>
public abstract record CertificateVerdict
{
    private CertificateVerdict()
    {
    }

    /// <summary>Authentic, and everything was erased.</summary>
    /// <param name="Claims">What it says.</param>
    public sealed record Complete(CertificateClaims Claims) : CertificateVerdict;

    /// <summary>Authentic, and everything was erased but what it lists.</summary>
    /// <param name="Claims">What it says.</param>
    public sealed record CompleteWithExceptions(CertificateClaims Claims) : CertificateVerdict;

    /// <summary>Not a certificate that one of the keys signed.</summary>
    /// <param name="Reason">Why, as a code.</param>
    public sealed record Invalid(string Reason) : CertificateVerdict;
}
