using System.Buffers.Text;
using System.Text;
using CsCheck;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Grains.Tests.Certificates;

/// <summary>Certificates of generated teardowns, and generated texts that would like to be certificates.</summary>
public sealed class CertificatePropertyTests
{
    private const int Iterations = 600;
    private static readonly TestCertificateKeys Keys = new();
    private static readonly string Jwks = Abstractions.Certificates.Jwks.WriteText(Keys);

    private static readonly Gen<TeardownRecord> Records = Gen.Select(
        Gen.Int[1, int.MaxValue], Gen.OneOfConst(Enum.GetValues<EndCause>()), Gen.Long[0, long.MaxValue],
        Gen.OneOfConst("unreachable", "left-in-shop", "waived").Array[0, 3],
        (generation, cause, count, reasons) =>
        {
            var record = CertificateSamples.Record(
                [.. reasons.Select(reason => CertificateSamples.Left() with { Count = count, Reason = reason })]);
            return record with { Generation = generation, Cause = cause };
        });

    [Fact]
    public void Certificate_of_any_teardown_says_what_the_record_says_and_verifies() =>
        Property.Holds(
            Records, record =>
            {
                var verdict = CertificateVerifier.Verify(CertificateSamples.Issue(Keys, record).Jws, Jwks);
                var left = record.Steps.SelectMany(step => step.NotErased).ToArray();
                var claims = verdict switch
                {
                    CertificateVerdict.Complete complete when left.Length == 0 => complete.Claims,
                    CertificateVerdict.CompleteWithExceptions partly when left.Length > 0 => partly.Claims,
                    _ => throw new InvalidOperationException($"{verdict}"),
                };
                Assert.Equal(
                    (record.Id, record.Installation.Value, record.Generation),
                    (claims.TeardownId, claims.InstallationId, claims.Generation));
                Assert.Equal(
                    left.Select(one => (one.Store, one.Count, one.Reason)),
                    claims.NotErased.Select(one => (one.Store, one.Count, one.Reason)));
            },
            Iterations);

    [Fact]
    public void Certificate_when_any_of_it_is_changed_is_invalid_and_the_verifier_never_throws() =>
        Property.Holds(
            Gen.Select(Records, Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 5], Texts.Any).Array[1, 3]),
            tried =>
            {
                var jws = CertificateSamples.Issue(Keys, tried.Item1).Jws;
                var changed = tried.Item2.Aggregate(
                    jws, (text, one) => Texts.Change(text, one.Item1, one.Item2, one.Item3));
                Assert.Equal(changed != jws, CertificateVerifier.Verify(changed, Jwks) is CertificateVerdict.Invalid);
            },
            Iterations);

    [Fact]
    public void Verifier_whatever_the_text_says_invalid_and_never_throws() =>
        Property.Holds(
            Texts.Near(Gen.OneOfConst("e30.e30.AAAA", "eyJhbGciOiJFUzI1NiJ9.e30.AA", "..")),
            text => Assert.IsType<CertificateVerdict.Invalid>(CertificateVerifier.Verify(text, Jwks)));

    [Fact]
    public void Verifier_when_anything_at_all_is_signed_with_the_right_key_judges_it_and_never_throws()
    {
        var headers = Gen.OneOf(
            Gen.Const("""{"alg":"ES256","kid":"test-key","typ":"shopkeeper-certificate+jws"}"""),
            JsonTexts.With("alg", "kid", "typ"));
        var claims = Gen.OneOf(
            JsonTexts.With("version", "certificateId", "result", "notErased", "steps", "boundary"),
            Texts.Changed(Gen.Const(PayloadOf(CertificateSamples.Issue(Keys, CertificateSamples.Record()).Jws))));
        Property.Holds(
            Gen.Select(headers, JsonTexts.Bytes(claims)),
            both =>
            {
                var signed = $"{Encode(Encoding.UTF8.GetBytes(both.Item1))}.{Encode(both.Item2)}";
                var jws = $"{signed}.{Encode(Keys.Sign(Encoding.ASCII.GetBytes(signed)))}";
                _ = CertificateVerifier.Verify(jws, Jwks);
            },
            Iterations,
            both => $"{both.Item1} {JsonTexts.Print(both.Item2)}");
    }

    [Fact]
    public void Verifier_whatever_the_key_document_never_throws_and_never_trusts_another_key()
    {
        var jws = CertificateSamples.Issue(new TestCertificateKeys(), CertificateSamples.Record()).Jws;
        var documents = Gen.OneOf(
            JsonTexts.With("keys", "kty", "crv", "kid", "x", "y", "alg", "use"), Texts.Changed(Gen.Const(Jwks)),
            JsonTexts.With("kid", "kty", "crv", "x", "y").Array[0, 3]
                .Select(keys => $"{{\"keys\":[{string.Join(',', keys)}]}}"),
            Texts.Any);
        Property.Holds(
            documents, text => Assert.IsType<CertificateVerdict.Invalid>(CertificateVerifier.Verify(jws, text)));
    }

    // Verifying broke off with an exception, which is neither of its three answers.
    [Theory]
    [InlineData("{\"keys\":[{\"kid\":\"\\ud800\"}]}")]
    [InlineData("{\"keys\":[],\"\\ud800, and more than any name\":1}")]
    public void Verifier_when_the_key_document_holds_half_of_a_character_says_invalid(string jwks) =>
        Assert.IsType<CertificateVerdict.Invalid>(CertificateVerifier.Verify(
            CertificateSamples.Issue(Keys, CertificateSamples.Record()).Jws, jwks));

    [Fact]
    public void Verifier_of_a_longer_text_takes_no_more_than_linear_time()
    {
        foreach (var unit in (string[])["A", ".", "AAAA", "="])
        {
            var growth = Property.Growth(
                units => CertificateVerifier.Verify(
                    $"e30.{new StringBuilder().Insert(0, unit, units)}.AAAA", Jwks), 2_000);
            Assert.True(growth < Property.LinearGrowth, $"{unit}: {growth}");
        }
    }

    private static string PayloadOf(string jws) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(jws.Split('.')[1]));

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
