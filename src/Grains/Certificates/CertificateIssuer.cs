using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Certificates;

/// <summary>Makes the certificate of a teardown that is at its end, under a nonce of its own.</summary>
internal sealed class CertificateIssuer(
    CertificateSigner signer, TimeProvider time, IOptions<CertificateOptions> options)
{
    /// <exception cref="InvalidOperationException">The teardown is not at its end.</exception>
    public CertificateRecord Issue(TeardownRecord record)
    {
        var now = time.GetUtcNow();
        var nonce = RandomNumberGenerator.GetBytes(32);
        var claims = ClaimsBuilder.Build(
            record, TeardownPlan.Order, (Guid.CreateVersion7(now), now, nonce), options.Value);
        return new CertificateRecord
        {
            Id = claims.CertificateId,
            TeardownId = record.Id,
            Installation = record.Installation,
            Generation = record.Generation,
            Jws = signer.Sign(claims),
            Nonce = Base64Url.EncodeToString(nonce),
            Result = claims.Result,
            IssuedAt = now,
            BodyHash = record.BodyHash,
            RedactSeen = record.Cause == EndCause.RedactRequested,
            Billing = record.Billing,
        };
    }
}
