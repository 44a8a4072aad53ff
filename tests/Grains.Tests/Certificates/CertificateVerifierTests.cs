using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Certificates;

public sealed class CertificateVerifierTests
{
    private const string Typ = "\"typ\":\"shopkeeper-certificate+jws\"";
    private readonly TestCertificateKeys _keys = new();
    private readonly string _jws;
    private readonly string _jwks;

    public CertificateVerifierTests()
    {
        _jws = CertificateSamples.Issue(_keys, CertificateSamples.Record()).Jws;
        _jwks = Jwks.WriteText(_keys);
    }

    [Fact]
    public void Certificate_as_issued_is_valid() =>
        Assert.IsType<CertificateVerdict.Complete>(CertificateVerifier.Verify(_jws, _jwks));

    [Fact]
    public void Certificate_with_exceptions_is_valid_and_says_so()
    {
        var jws = CertificateSamples.Issue(_keys, CertificateSamples.Record(CertificateSamples.Left())).Jws;

        var verdict = Assert.IsType<CertificateVerdict.CompleteWithExceptions>(CertificateVerifier.Verify(jws, _jwks));
        Assert.Equal(
            ("close-webhooks", 2), (verdict.Claims.NotErased.Single().Step, verdict.Claims.NotErased.Single().Count));
    }

    // Without its steps, since each place of the claims is signed alike, and there are thousands.
    [Fact]
    public void Certificate_with_any_one_character_changed_left_out_or_added_is_invalid()
    {
        const string others = "A_9z.= \n";
        var claims = JsonNode.Parse(Payload())!;
        claims["steps"] = new JsonArray();
        var jws = Sign(Header(), claims.ToJsonString());
        Assert.IsType<CertificateVerdict.Complete>(CertificateVerifier.Verify(jws, _jwks));
        for (var place = 0; place < jws.Length; place++)
        {
            AssertInvalid(jws.Remove(place, 1));

            // Each in its turn within a segment, and all of them at its ends, where encoders and parsers are lenient.
            var isWithin = !jws[Math.Max(0, place - 2)..Math.Min(jws.Length - 1, place + 3)].Contains('.')
                && place > 2 && place < jws.Length - 3;
            foreach (var other in isWithin ? others.Substring(place % others.Length, 1) : others)
            {
                AssertInvalid(jws.Insert(place, other.ToString()));
                if (other != jws[place]) AssertInvalid(jws[..place] + other + jws[(place + 1)..]);
            }

            // The neighbours in the alphabet differ in one bit: those of a segment's last character can carry no
            // meaning.
            foreach (var near in (int[])[1, 2, 4])
                AssertInvalid(jws[..place] + (char)(jws[place] ^ near) + jws[(place + 1)..]);
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData(".")]
    [InlineData("\0")]
    [InlineData("\uFEFF")]
    public void Certificate_with_anything_before_or_after_it_is_invalid(string extra)
    {
        AssertInvalid(_jws + extra);
        AssertInvalid(extra + _jws);
        foreach (var segment in _jws.Split('.'))
            AssertInvalid(_jws.Replace(segment, segment + extra, StringComparison.Ordinal));
    }

    [Fact]
    public void Certificate_with_two_characters_swapped_is_invalid()
    {
        for (var place = 1; place < _jws.Length; place++)
        {
            if (_jws[place] == _jws[place - 1]) continue;
            AssertInvalid($"{_jws[..(place - 1)]}{_jws[place]}{_jws[place - 1]}{_jws[(place + 1)..]}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c")]
    public void Text_that_is_no_certificate_is_invalid(string text) => AssertInvalid(text);

    [Fact]
    public void Certificate_that_is_larger_than_any_is_invalid() =>
        AssertInvalid($"{new string('A', CompactJws.MaximumLength)}.AAAA.AAAA", "not-a-compact-jws");

    [Theory]
    [InlineData("""{"alg":"none","kid":"test-key",TYP}""", "algorithm-not-es256")]
    [InlineData("""{"alg":"es256","kid":"test-key",TYP}""", "algorithm-not-es256")]
    [InlineData("""{"alg":"HS256","kid":"test-key",TYP}""", "algorithm-not-es256")]
    [InlineData("""{"alg":"ES256","kid":"test-key","typ":"JWT"}""", "not-a-certificate")]
    [InlineData("""{"alg":"ES256","kid":"test-key"}""", "header-unreadable")]
    [InlineData("""{"alg":"ES256",TYP}""", "header-unreadable")]
    [InlineData("""{"alg":"ES256","kid":null,TYP}""", "header-unreadable")]
    [InlineData("""{"alg":"ES256","kid":"test-key",TYP,"crit":["exp"]}""", "header-unreadable")]
    [InlineData("""{"alg":"ES256","kid":"test-key",TYP,"jwk":{}}""", "header-unreadable")]
    [InlineData("""{"alg":"ES256","alg":"ES256","kid":"test-key",TYP}""", "header-unreadable")]
    [InlineData("""{"alg":"ES256","kid":"other-key",TYP}""", "key-unknown")]
    [InlineData("""["ES256"]""", "header-unreadable")]
    [InlineData("""null""", "header-unreadable")]
    public void Header_other_than_ours_is_invalid_even_when_it_is_signed(string header, string reason) =>
        AssertInvalid(Sign(header.Replace("TYP", Typ, StringComparison.Ordinal), Payload()), reason);

    [Fact]
    public void Claims_that_repeat_a_member_or_hold_an_unknown_one_are_invalid_even_when_they_are_signed()
    {
        var header = Header();
        string[] others = ["\"version\":1,\"version\":1,", "\"note\":\"\",\"version\":1,", "\"version\":2,", ""];
        foreach (var other in others)
            AssertInvalid(Sign(header, Payload().Replace("\"version\":1,", other, StringComparison.Ordinal)));
        AssertInvalid(Sign(header, Payload() + "{}"));
        Assert.IsType<CertificateVerdict.Complete>(CertificateVerifier.Verify(Sign(header, Payload()), _jwks));
    }

    [Fact]
    public void Claims_that_say_complete_and_list_what_is_left_are_invalid_even_when_they_are_signed()
    {
        var left = """[{"step":"a","store":"b","kind":"c","count":null,"reason":"d"}]""";
        var payload = Payload().Replace("\"notErased\":[]", $"\"notErased\":{left}", StringComparison.Ordinal);

        AssertInvalid(Sign(Header(), payload), "result-contradicts-claims");
    }

    [Fact]
    public void Signature_of_another_key_under_the_same_name_is_invalid()
    {
        var other = new TestCertificateKeys();

        AssertInvalid(CertificateSamples.Issue(other, CertificateSamples.Record()).Jws, "signature-wrong");
    }

    [Fact]
    public void Retired_key_that_stays_in_the_document_still_verifies()
    {
        var next = new TestCertificateKeys("next-key");
        var both = _jwks[..^2] + "," + Jwks.WriteText(next)["{\"keys\":[".Length..];

        Assert.IsType<CertificateVerdict.Complete>(CertificateVerifier.Verify(_jws, both));
    }

    [Fact]
    public void Key_document_is_read_one_way_or_not_at_all()
    {
        var key = _jwks["{\"keys\":[".Length..^2];
        AssertKeys("", "jwks-unreadable");
        AssertKeys("[]", "jwks-unreadable");
        AssertKeys("{}", "jwks-unreadable");
        AssertKeys("""{"keys":{}}""", "jwks-unreadable");
        AssertKeys("""{"keys":[]}""", "key-unknown");
        AssertKeys("""{"keys":["test-key",null,7]}""", "key-unknown");
        AssertKeys($"{{\"keys\":[{key},{key}]}}", "key-ambiguous");
        AssertKeys($"{{\"keys\":[],\"keys\":[{key}]}}", "jwks-unreadable");
        AssertKeys(_jwks.Replace("\"kty\":\"EC\"", "\"kty\":\"oct\"", StringComparison.Ordinal), "key-unusable");
        AssertKeys(_jwks.Replace("P-256", "P-384", StringComparison.Ordinal), "key-unusable");
        AssertKeys(_jwks.Replace("\"alg\":\"ES256\"", "\"alg\":\"none\"", StringComparison.Ordinal), "key-unusable");
        AssertKeys(_jwks.Replace("\"use\":\"sig\"", "\"use\":\"enc\"", StringComparison.Ordinal), "key-unusable");
        AssertKeys(_jwks.Replace("\"x\":\"", "\"x\":\"A", StringComparison.Ordinal), "key-unusable");
        AssertKeys(new string(' ', 600 * 1024), "jwks-too-large");
    }

    [Fact]
    public void Key_that_is_no_point_of_the_curve_is_refused()
    {
        var x = Base64Url.EncodeToString(new byte[32]);
        AssertKeys(
            $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"test-key","x":"{{x}}","y":"{{x}}"}]}""", "key-unusable");
    }

    [Fact]
    public void Key_document_holds_public_parts_only()
    {
        Assert.DoesNotContain("\"d\"", _jwks, StringComparison.Ordinal);
        Assert.Equal(1, _jwks.Split("\"kid\":\"test-key\"").Length - 1);
    }

    private void AssertInvalid(string jws, string? reason = null)
    {
        var invalid = Assert.IsType<CertificateVerdict.Invalid>(CertificateVerifier.Verify(jws, _jwks));
        if (reason is not null) Assert.Equal(reason, invalid.Reason);
    }

    private void AssertKeys(string jwks, string reason) =>
        Assert.Equal(new CertificateVerdict.Invalid(reason), CertificateVerifier.Verify(_jws, jwks));

    private string Header() => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(_jws.Split('.')[0]));

    private string Payload() => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(_jws.Split('.')[1]));

    private string Sign(string header, string payload)
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(_keys.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
