using System.CommandLine;
using System.Text;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Silo.CommandLine;

/// <summary><c>certificate verify</c>: checks a certificate offline, with nothing but the public keys.</summary>
internal static class CertificateCommand
{
    private const long MaximumBytes = 4 * 1024 * 1024;

    public static Command Create() => new("certificate", "Works with certificates of teardowns.") { Verify() };

    private static Command Verify()
    {
        var jwks = new Option<string>("--jwks")
        {
            Description = "The public keys: a file, or the URL of a service's /.well-known/jwks.json.",
            Required = true,
        };
        var file = new Argument<FileInfo>(
            "file") { Description = "The certificate: a file that holds the JWS and nothing else." };
        var command = new Command(
            "verify", "Verifies a certificate. Exit code 0: complete; 3: genuine, with exceptions; 1: not valid.")
        {
            jwks,
            file,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(file)!, parsed.GetValue(jwks)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, string jwks, CancellationToken cancellationToken)
    {
        try
        {
            if (file.Length > MaximumBytes) throw new IOException("The file is larger than any certificate.");
            var text = await ReadExactlyAsync(file, cancellationToken);
            var verdict = CertificateVerifier.Verify(text, await ReadKeysAsync(jwks, cancellationToken));
            var code = await TellAsync(verdict);
            if (verdict is CertificateVerdict.Invalid && text.Length > 0 && char.IsWhiteSpace(text[^1]))
                await Console.Error.WriteLineAsync("There is white space behind the JWS; it has to stand alone.");
            return code;
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"Can't read what to verify: {unreadable.Message}");
            return ExitCodes.BadUsage;
        }
    }

    // Byte by byte a character: a byte order mark or another encoding is an alteration like any other.
    private static async Task<string> ReadExactlyAsync(FileInfo file, CancellationToken cancellationToken) =>
        Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, cancellationToken));

    private static async Task<string> ReadKeysAsync(string jwks, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(jwks, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return await File.ReadAllTextAsync(jwks, cancellationToken);
        using var http = new HttpClient { MaxResponseContentBufferSize = MaximumBytes };
        return await http.GetStringAsync(url, cancellationToken);
    }

    private static async Task<int> TellAsync(CertificateVerdict verdict)
    {
        switch (verdict)
        {
            case CertificateVerdict.Complete:
                await Console.Out.WriteLineAsync("valid: complete");
                return ExitCodes.Done;
            case CertificateVerdict.CompleteWithExceptions:
                await Console.Out.WriteLineAsync("valid: complete with exceptions, named in the certificate");
                return ExitCodes.CompleteWithExceptions;
            case CertificateVerdict.Invalid invalid:
                await Console.Error.WriteLineAsync($"invalid: {invalid.Reason}");
                return ExitCodes.Failed;
            default:
                throw new InvalidOperationException("There is no such verdict.");
        }
    }
}
