using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Shopkeeper.Testing;

/// <summary>TCP ports of the loopback address that nobody listens on.</summary>
/// <remarks>
/// They lie below the range from which the system takes ports for outgoing connections, so that no connection made in
/// between can occupy one. Two test processes may still draw the same port; the range makes that rare.
/// </remarks>
public static class FreePort
{
    private const int First = 15_000;
    private const int Last = 31_999;
    private const int AttemptsMaximum = 1_000;

    private static readonly ConcurrentDictionary<int, byte> Given = new();

    /// <summary>A free port that was not handed out before in this process.</summary>
    /// <exception cref="InvalidOperationException">None was found in 1,000 attempts.</exception>
    public static int Next()
    {
        for (var attempt = 0; attempt < AttemptsMaximum; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last + 1);
            if (Given.TryAdd(port, 0) && IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No free TCP port between {First} and {Last} on the loopback address.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
