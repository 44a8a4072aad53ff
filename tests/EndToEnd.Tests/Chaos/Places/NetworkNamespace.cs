using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>
/// A network namespace of Linux. A thread of this process stands in it and makes sockets there, which belong to it
/// wherever they are used.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;
    private readonly BlockingCollection<Socket> _made = new(boundedCapacity: 4);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _entered = new();
    private readonly Thread _inside;

    private NetworkNamespace(string name)
    {
        Name = name;
        _inside = new Thread(MakeSockets) { IsBackground = true, Name = name };
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The program that runs another one in it.</summary>
    public string[] Enter => ["nsenter", $"--net={Place}", "--"];

    private string Place => $"/run/netns/{Name}";

    /// <summary>Makes one; its own loopback address works.</summary>
    /// <exception cref="InvalidOperationException">This system or this user makes none.</exception>
    public static async Task<NetworkNamespace> CreateAsync(string name)
    {
        await Shell.RunAsync("ip", "netns", "add", name);
        var made = new NetworkNamespace(name);
        await Shell.RunAsync("ip", "-n", name, "link", "set", "lo", "up");
        made._inside.Start();
        await made._entered.Task;
        return made;
    }

    /// <summary>A TCP socket in it.</summary>
    public Socket MakeSocket() => _made.Take();

    /// <summary>Ends the thread; whoever made the namespace deletes it.</summary>
    public void Dispose()
    {
        _end.Cancel();
        if (_inside.IsAlive) _inside.Join();
        foreach (var spare in _made) spare.Dispose();
        _made.Dispose();
        _end.Dispose();
    }

    private void MakeSockets()
    {
        using (SafeFileHandle place = File.OpenHandle(Place))
        {
            if (SetNamespace(place, NewNetwork) != 0)
            {
                _entered.SetException(new InvalidOperationException(
                    $"{Name} can't be entered.", new Win32Exception(Marshal.GetLastPInvokeError())));
                return;
            }
        }
        _entered.SetResult();
        try
        {
            // A few are always ready.
            while (true)
                _made.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(SafeFileHandle place, int kind);
}
