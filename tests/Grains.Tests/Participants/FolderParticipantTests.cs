using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Participants;

public sealed class FolderParticipantTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly MemoryInstallations _installations = new();
    private readonly InstallationFolder _folder;
    private readonly InstallationFiles _files;
    private readonly FolderParticipant _participant;
    private readonly InstallationId _installation = InstallationId.New(DateTimeOffset.UnixEpoch);
    private readonly InstallationId _neighbour = InstallationId.New(DateTimeOffset.UnixEpoch);

    public FolderParticipantTests()
    {
        _folder = new InstallationFolder(Options.Create(new FolderOptions { Root = _temporary.Combine("files") }));
        _files = new InstallationFiles(_folder, _installations);
        _participant = new FolderParticipant(_folder);
        _installations.Current.UnionWith([_installation, _neighbour]);
    }

    [Fact]
    public async Task Erasure_takes_all_files_of_the_installation_and_none_of_a_neighbour()
    {
        await PutAsync(_installation, "a.txt");
        await PutAsync(_installation, "b.txt");
        await PutAsync(_neighbour, "a.txt");

        Assert.Equal(2, (await _participant.PlanAsync(Context(), Token)).Single().Count);
        Assert.Equal(2, (await _participant.EraseAsync(Context(), Token)).Single().Count);

        Assert.Equal(0, await _participant.CountRemainingAsync(Context(), Token));
        Assert.False(Directory.Exists(_folder.PathOf(_installation)));
        Assert.Equal(["a.txt"], _files.List(_neighbour));
        Assert.Equal(0, (await _participant.EraseAsync(Context(), Token)).Single().Count);
    }

    [Fact]
    public async Task Installation_that_was_never_heard_of_has_zeros()
    {
        Assert.Equal(0, (await _participant.PlanAsync(Context(), Token)).Single().Count);
        Assert.Equal(0, (await _participant.EraseAsync(Context(), Token)).Single().Count);
        Assert.Equal(0, await _participant.CountRemainingAsync(Context(), Token));
    }

    [Fact]
    public async Task Links_inside_the_folder_go_themselves_and_what_they_point_to_stays()
    {
        var outside = Directory.CreateDirectory(_temporary.Combine("outside"));
        var kept = Path.Combine(outside.FullName, "kept.txt");
        await File.WriteAllTextAsync(kept, "kept", Token);
        await PutAsync(_installation, "a.txt");
        var folder = _folder.PathOf(_installation);
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), outside.FullName);
        File.CreateSymbolicLink(Path.Combine(folder, "file-link"), kept);
        File.CreateSymbolicLink(Path.Combine(folder, "dangling"), _temporary.Combine("nowhere"));
        Directory.CreateDirectory(Path.Combine(folder, "deep", "deeper"));
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "deeper", ".hidden"), "x", Token);

        Assert.Equal(5, (await _participant.PlanAsync(Context(), Token)).Single().Count);
        Assert.Equal(5, (await _participant.EraseAsync(Context(), Token)).Single().Count);

        Assert.Equal(0, await _participant.CountRemainingAsync(Context(), Token));
        Assert.Equal("kept", await File.ReadAllTextAsync(kept, Token));
    }

    [Fact]
    public async Task Link_in_place_of_the_folder_is_not_followed()
    {
        await PutAsync(_neighbour, "a.txt");
        Directory.CreateSymbolicLink(_folder.PathOf(_installation), _folder.PathOf(_neighbour));

        await Assert.ThrowsAsync<IOException>(() => PutAsync(_installation, "b.txt"));
        Assert.Empty(_files.List(_installation));
        Assert.Equal(1, await _participant.CountRemainingAsync(Context(), Token));
        await _participant.EraseAsync(Context(), Token);

        Assert.Equal(0, await _participant.CountRemainingAsync(Context(), Token));
        Assert.Equal(["a.txt"], _files.List(_neighbour));
    }

    [Fact]
    public async Task Link_in_place_of_a_file_is_not_written_through()
    {
        await PutAsync(_installation, "a.txt");
        await PutAsync(_neighbour, "secret.txt");
        var secret = Path.Combine(_folder.PathOf(_neighbour), "secret.txt");
        File.CreateSymbolicLink(Path.Combine(_folder.PathOf(_installation), "link.txt"), secret);

        await Assert.ThrowsAsync<IOException>(() => PutAsync(_installation, "link.txt"));

        Assert.Equal("content"u8.ToArray(), await File.ReadAllBytesAsync(secret, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a.txt")]
    [InlineData("a/b.txt")]
    [InlineData("a\\b.txt")]
    [InlineData("/etc/passwd")]
    [InlineData(".hidden")]
    [InlineData("a\0b")]
    [InlineData("a.txt\n")]
    [InlineData("ä.txt")]
    public async Task Name_that_is_no_plain_file_name_is_refused_and_nothing_is_written(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(_installation, name));

        Assert.False(Directory.Exists(_folder.PathOf(_installation)));
    }

    [Fact]
    public async Task File_of_an_installation_that_has_ended_is_refused()
    {
        _installations.Current.Remove(_installation);

        await Assert.ThrowsAsync<InstallationEndedException>(() => PutAsync(_installation, "a.txt"));

        Assert.False(Directory.Exists(_folder.PathOf(_installation)));
    }

    [Fact]
    public async Task File_that_is_written_across_the_end_is_taken_back()
    {
        _installations.OnFound = () => _installations.Current.Remove(_installation);

        await Assert.ThrowsAsync<InstallationEndedException>(() => PutAsync(_installation, "a.txt"));

        Assert.Equal(0, await _participant.CountRemainingAsync(Context(), Token));
    }

    [Fact]
    public async Task Folder_is_for_its_owner_alone()
    {
        await PutAsync(_installation, "a.txt");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(_folder.PathOf(_installation)));
        }
    }

    public void Dispose() => _temporary.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task PutAsync(InstallationId installation, string name) =>
        _files.PutAsync(installation, name, "content"u8.ToArray(), Token);

    private ParticipantContext Context() => new()
    {
        TeardownId = Guid.Empty,
        Installation = _installation,
        Generation = 1,
        Shop = TeardownWorld.Shop,
        ShopId = 77,
    };
}
