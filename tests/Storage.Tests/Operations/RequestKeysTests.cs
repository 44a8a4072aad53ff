using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Operations;

public abstract class RequestKeysTests(Dialect dialect) : ShopDataTests(dialect)
{
    private static readonly KeyedRequest Request = new("operator:ada", "key-1", "POST /a\n{}"u8.ToArray());

    private IRequestKeys Keys => Get<IRequestKeys>();

    [Fact]
    public async Task Request_when_repeated_is_known_with_its_first_answer()
    {
        Assert.Equal(new KnownRequest(KnownRequestState.New), await Keys.RememberAsync(Request, Cancel));
        Assert.Equal(new KnownRequest(KnownRequestState.Repeated), await Keys.RememberAsync(Request, Cancel));
        var answer = new RequestAnswer("teardown", NewId());
        await Keys.AnswerAsync(Request, answer, Cancel);
        await Keys.AnswerAsync(Request, new RequestAnswer("teardown", NewId()), Cancel);

        Assert.Equal(
            new KnownRequest(KnownRequestState.Repeated, answer), await Keys.RememberAsync(Request, Cancel));
    }

    [Fact]
    public async Task Key_when_it_comes_with_another_request_is_told_and_another_scope_is_another_key()
    {
        await Keys.RememberAsync(Request, Cancel);
        Assert.Equal(
            KnownRequestState.Different,
            (await Keys.RememberAsync(Request with { Content = "POST /b\n{}"u8.ToArray() }, Cancel)).State);
        Assert.Equal(
            KnownRequestState.New, (await Keys.RememberAsync(Request with { Scope = "operator:bob" }, Cancel)).State);
        Assert.Equal(
            KnownRequestState.New,
            (await Keys.RememberAsync(Request with { Scope = "operator:adak", Key = "ey-1" }, Cancel)).State);
    }

    // A typing error was refused, and the corrected request was refused too: as another one under the key.
    [Fact]
    public async Task Key_of_a_refused_request_when_freed_takes_another_and_an_answered_one_stays()
    {
        var corrected = Request with { Content = "POST /b\n{}"u8.ToArray() };
        await Keys.RememberAsync(Request, Cancel);
        await Keys.ForgetAsync(corrected, Cancel);
        Assert.Equal(KnownRequestState.Different, (await Keys.RememberAsync(corrected, Cancel)).State);
        await Keys.ForgetAsync(Request, Cancel);
        Assert.Equal(KnownRequestState.New, (await Keys.RememberAsync(corrected, Cancel)).State);

        await Keys.AnswerAsync(corrected, new RequestAnswer("teardown", NewId()), Cancel);
        await Keys.ForgetAsync(corrected, Cancel);
        Assert.Equal(KnownRequestState.Different, (await Keys.RememberAsync(Request, Cancel)).State);
    }

    [Fact]
    public async Task Key_when_it_comes_many_times_at_once_is_new_once()
    {
        var known = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Keys.RememberAsync(Request, Cancel)));
        Assert.Single(known, one => one.State == KnownRequestState.New);
        Assert.DoesNotContain(known, one => one.State == KnownRequestState.Different);
    }

    [Fact]
    public async Task Rows_hold_neither_key_nor_request()
    {
        await Keys.RememberAsync(Request with { Content = "blue-widgets.myshopify.com"u8.ToArray() }, Cancel);
        var rows = string.Concat(await ReadAsync("select * from request_keys"));
        Assert.DoesNotContain(Convert.ToHexString("key-1"u8), rows, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToHexString("widgets"u8), rows, StringComparison.OrdinalIgnoreCase);
    }

    public sealed class OnPostgres() : RequestKeysTests(Dialect.Postgres);

    public sealed class OnSqlite() : RequestKeysTests(Dialect.Sqlite);
}
