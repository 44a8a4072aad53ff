using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shopkeeper.Testing;

/// <summary>
/// A real process of a built project, with its output in files, that a test can stop, kill or freeze. What a test
/// leaves running is killed when the test process ends.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ServiceProcess, byte> Running = new();
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private readonly Process _process;
    private readonly TemporaryFolder _logs = new();
    private readonly Task _pumps;

    static ServiceProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Running.Keys)
            left.Kill();
    };

    private ServiceProcess(string name, ProcessStartInfo start)
    {
        Name = name;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        _process.StandardInput.Close();
        _pumps = Task.WhenAll(
            PumpAsync(_process.StandardOutput.BaseStream, OutputPath),
            PumpAsync(_process.StandardError.BaseStream, ErrorPath));
        Running[this] = 0;
    }

    /// <summary>The project's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>True from the moment the process ended, however it did.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything written to standard output, as bytes on disk; the file is deleted on disposal.</summary>
    public string OutputPath => _logs.Combine("stdout.log");

    /// <summary>Everything written to standard error, as bytes on disk; the file is deleted on disposal.</summary>
    public string ErrorPath => _logs.Combine("stderr.log");

    /// <summary>Starts <c>dotnet Shopkeeper.{project}.dll</c> as built in the test's own configuration.</summary>
    /// <param name="project">The project's folder in <c>src</c>, for example <c>Silo</c>.</param>
    /// <param name="arguments">The command line after the assembly.</param>
    /// <param name="environment">Added to this process's environment; a null value removes the variable.</param>
    /// <param name="workingDirectory">Null means the assembly's own folder.</param>
    /// <param name="wrapper">
    /// A program with its arguments that runs the command line after it in its own place, such as <c>nsenter</c>.
    /// </param>
    /// <exception cref="FileNotFoundException">The project is not built in this configuration.</exception>
    public static ServiceProcess Start(
        string project,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        IReadOnlyList<string>? wrapper = null)
    {
        var assembly = BuiltAssembly.Of(project);
        string[] command =
        [
            .. wrapper ?? [], Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", assembly,
            .. arguments,
        ];
        return Run(
            project, command[0], command[1..], environment, workingDirectory ?? Path.GetDirectoryName(assembly));
    }

    /// <summary>Starts any program; <see cref="Start"/> is for our own.</summary>
    /// <param name="name">The process's name in messages.</param>
    /// <param name="program">A path, or a name to look for in PATH.</param>
    /// <param name="arguments">Passed as they are; no shell reads them.</param>
    /// <param name="environment">Added to this process's environment; a null value removes the variable.</param>
    /// <param name="workingDirectory">Null means this process's own.</param>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static ServiceProcess Run(
        string name,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[variable] = value;

        return new ServiceProcess(name, start);
    }

    /// <summary>Waits until <paramref name="text"/> stands in standard output or standard error.</summary>
    /// <exception cref="InvalidOperationException">The process ended without writing it.</exception>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public Task WaitForOutputAsync(
        string text, TimeSpan? deadline = null, CancellationToken cancellationToken = default) =>
        WaitAsync($"writes '{text}'", () => Task.FromResult(ReadLog().Contains(text, StringComparison.Ordinal)),
            deadline, cancellationToken);

    /// <summary>Waits until a GET of <paramref name="url"/> answers 2xx.</summary>
    /// <exception cref="InvalidOperationException">The process ended before it answered.</exception>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public Task WaitForHttpAsync(Uri url, TimeSpan? deadline = null, CancellationToken cancellationToken = default) =>
        WaitAsync($"answers {url}", () => AnswersAsync(url, cancellationToken), deadline, cancellationToken);

    /// <summary>Waits until the process has ended and all of its output is on disk.</summary>
    /// <returns>The exit code; 128 + n when signal n ended it.</returns>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan? deadline = null, CancellationToken cancellationToken = default)
    {
        await Eventually.UntilAsync($"{Name} ends", () => _process.HasExited, deadline, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        await _pumps;
        Running.TryRemove(this, out _);
        return _process.ExitCode;
    }

    /// <summary>
    /// Asks the process to end (SIGTERM), and kills it after <paramref name="grace"/> (null: 15 seconds).
    /// </summary>
    /// <returns>The exit code; 137 when it had to be killed.</returns>
    public async Task<int> StopAsync(TimeSpan? grace = null, CancellationToken cancellationToken = default)
    {
        Signal(Signals.Terminate);
        Resume();
        try
        {
            return await WaitForExitAsync(grace ?? TimeSpan.FromSeconds(15), cancellationToken);
        }
        catch (TimeoutException)
        {
            Kill();
            return await WaitForExitAsync(cancellationToken: cancellationToken);
        }
    }

    /// <summary>Kills the process as a power cut would: no handler of its own runs (SIGKILL).</summary>
    public void Kill()
    {
        Running.TryRemove(this, out _);
        _process.Kill();
    }

    /// <summary>Freezes the process, so that it looks hung to the others (SIGSTOP).</summary>
    public void Pause() => Signal(Signals.Stop);

    /// <summary>Lets a frozen process go on (SIGCONT).</summary>
    public void Resume() => Signal(Signals.Continue);

    /// <summary>What standard output holds so far.</summary>
    public string ReadOutput() => Read(OutputPath);

    /// <summary>What standard error holds so far.</summary>
    public string ReadError() => Read(ErrorPath);

    /// <summary>Standard output, then standard error, as written so far.</summary>
    public string ReadLog() => ReadOutput() + ReadError();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _pumps;
        _process.Dispose();
        _logs.Dispose();
    }

    private async Task WaitAsync(
        string what, Func<Task<bool>> met, TimeSpan? deadline, CancellationToken cancellationToken)
    {
        var ended = false;
        await Eventually.UntilAsync(
            $"{Name} {what}",
            async () =>
            {
                ended = _process.HasExited;
                return await met() || ended;
            },
            deadline,
            cancellationToken);
        if (!ended)
            return;

        await _pumps;
        if (!await met())
        {
            throw new InvalidOperationException(
                $"{Name} ended with {_process.ExitCode} before it {what}:\n{ReadLog()}");
        }
    }

    private async Task<bool> AnswersAsync(Uri url, CancellationToken cancellationToken)
    {
        if (_process.HasExited)
            return false;

        using var response = await Http.GetAsync(url, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited && !Signals.TrySend(_process.Id, signal) && !_process.HasExited)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{Name} could not be sent signal {signal}.");
    }

    private static async Task PumpAsync(Stream source, string path)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await source.ReadAsync(buffer)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read));
            await file.FlushAsync();
        }
    }

    private static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
