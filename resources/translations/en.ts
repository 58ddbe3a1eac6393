<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
    <context>
        <name>AgentPart</name>
        <message>
            <source>关系</source>
            <translation>Relation</translation>
        </message>
        <message>
            <source>如 2027-11-23，没写可以空着</source>
            <translation>e.g. 2027-11-23; may stay empty</translation>
        </message>
        <message>
            <source>委托到</source>
            <translation>Authorised until</translation>
        </message>
        <message>
            <source>代来的人（要有委托书，写明办什么、到哪天）</source>
            <translation>Who acts for them (written authorisation: for what, until when)</translation>
        </message>
        <message>
            <source>委托办</source>
            <translation>Authorised to</translation>
        </message>
        <message>
            <source>交材料</source>
            <translation>Hand in papers</translation>
        </message>
        <message>
            <source>签字</source>
            <translation>Sign</translation>
        </message>
        <message>
            <source>领结果</source>
            <translation>Collect the result</translation>
        </message>
        <message>
            <source>缴费</source>
            <translation>Pay</translation>
        </message>
        <message>
            <source>监护人（凭监护关系的材料来办，不用委托书）</source>
            <translation>Guardian (comes with proof of guardianship, needs no letter)</translation>
        </message>
    </context>
    <context>
        <name>BackupSection</name>
        <message>
            <source>现在备份</source>
            <translation>Back up now</translation>
        </message>
        <message>
            <source>选备份盘</source>
            <translation>Choose a backup disk</translation>
        </message>
        <message>
            <source>从备份恢复</source>
            <translation>Restore from a backup</translation>
        </message>
        <message>
            <source>备份</source>
            <translation>Backups</translation>
        </message>
        <message>
            <source>备份放到哪里：U 盘或者文件夹</source>
            <translation>Where the backup goes: a stick or a folder</translation>
        </message>
        <message>
            <source>正在备份，做好了会说，这时可以接着办事…</source>
            <translation>Backing up; you can go on working meanwhile…</translation>
        </message>
        <message>
            <source>备份盘：另一块硬盘或者 U 盘上的文件夹</source>
            <translation>Backup disk: a folder on another disk or a stick</translation>
        </message>
        <message>
            <source>备份盘设好了，每天会往上面备份一份；拔下来也行，过几天记得接上。</source>
            <translation>The backup disk is set and gets a backup each day. It may be unplugged; connect it again within a few days.</translation>
        </message>
        <message>
            <source>备份做好了，读回核对无误：{path}</source>
            <translation>The backup is made and read back: {path}</translation>
        </message>
        <message>
            <source>不用备份盘了</source>
            <translation>Give up the backup disk</translation>
        </message>
        <message>
            <source>备份盘不用了，上面的备份没有动。以后每天的备份只在本机。</source>
            <translation>The backup disk is given up; the backups on it are untouched. From now on there are the daily ones on this computer only.</translation>
        </message>
    </context>
    <context>
        <name>CaseActs</name>
        <message>
            <source>还没有勾。补来了哪样，就在哪样前面打勾。</source>
            <translation>Nothing is ticked. Tick each paper that was brought.</translation>
        </message>
        <message>
            <source>补来的材料已经存好，会自己传上去。</source>
            <translation>What was supplied is kept and will be sent by itself.</translation>
        </message>
        <message>
            <source>撤回以后这件事就停了，以前的记录都留着。以后还想办，要重新收件。</source>
            <translation>The case stops; its records are kept. To go on later it has to be received anew.</translation>
        </message>
        <message>
            <source>申请人要撤回</source>
            <translation>The applicant withdraws</translation>
        </message>
        <message>
            <source>撤回这件事</source>
            <translation>Withdraw the case</translation>
        </message>
        <message>
            <source>为什么撤回</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>请写一句为什么撤回。</source>
            <translation>Write in a few words why it is withdrawn.</translation>
        </message>
        <message>
            <source>已经撤回，记录都留着。</source>
            <translation>Withdrawn. All records are kept.</translation>
        </message>
        <message>
            <source>收错了、收重了才作废。凭证号不再用，记录都留着；请把打出去的凭证收回来。</source>
            <translation>Only for a case received by mistake or twice. Its number is not used again and the record stays; take the printed receipt back.</translation>
        </message>
        <message>
            <source>这件收错了，要作废</source>
            <translation>Received by mistake: void it</translation>
        </message>
        <message>
            <source>作废这件事</source>
            <translation>Void this case</translation>
        </message>
        <message>
            <source>为什么作废</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>请写一句为什么作废。</source>
            <translation>Write in a sentence why it is voided.</translation>
        </message>
        <message>
            <source>已经作废，记录都留着。请把凭证收回来。</source>
            <translation>Voided; the record stays. Take the printed receipt back.</translation>
        </message>
        <message>
            <source>已经办结，可以送达了。</source>
            <translation>Decided; it can be handed over.</translation>
        </message>
        <message>
            <source>已经办结，把理由当面告诉申请人。</source>
            <translation>Decided; tell the applicant the reason in person.</translation>
        </message>
        <message>
            <source>已登记，交接单号 {number}。</source>
            <translation>Recorded, manifest {number}.</translation>
        </message>
        <message>
            <source>登错了才撤销：结果又回到“可以取了”，记录都留着。打出去的回证请收回来。</source>
            <translation>Only where it was recorded by mistake: the result waits to be collected again, and the records stay. Take the printed delivery receipt back.</translation>
        </message>
        <message>
            <source>这次送达登错了，要撤销</source>
            <translation>This delivery was recorded by mistake</translation>
        </message>
        <message>
            <source>撤销送达</source>
            <translation>Take the delivery back</translation>
        </message>
        <message>
            <source>为什么撤销</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>请写一句为什么撤销。</source>
            <translation>Write a word on why it is taken back.</translation>
        </message>
        <message>
            <source>已经撤销，结果还在站里等人来领。</source>
            <translation>Taken back. The result is still at the station, waiting to be collected.</translation>
        </message>
        <message>
            <source>结果真的拿到手了再登记。从这时起就可以通知申请人来取。</source>
            <translation>Record it once the result is really in hand. From then on the applicant can be told to collect it.</translation>
        </message>
        <message>
            <source>结果到站了</source>
            <translation>The result is here</translation>
        </message>
        <message>
            <source>登记到站</source>
            <translation>Record the arrival</translation>
        </message>
        <message>
            <source>有什么不对（没有就不填）</source>
            <translation>What is wrong with it (empty: nothing)</translation>
        </message>
        <message>
            <source>已登记到站，可以通知他来取了。</source>
            <translation>The arrival is recorded; the applicant can be told.</translation>
        </message>
        <message>
            <source>已更正，原来写的留在进展里。</source>
            <translation>Corrected; what stood there before stays in the history.</translation>
        </message>
        <message>
            <source>照片还在加，加完了再存；不等了就按“不加了”。</source>
            <translation>Photographs are still being added. Save when they are there, or press “Stop adding”.</translation>
        </message>
    </context>
    <context>
        <name>CaseScreen</name>
        <message>
            <source>走到哪一步了</source>
            <translation>Where it stands</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>再打一份</source>
            <translation>Print again</translation>
        </message>
        <message>
            <source>补材料</source>
            <translation>Add papers</translation>
        </message>
        <message>
            <source>原件送出</source>
            <translation>Send originals</translation>
        </message>
        <message>
            <source>撤回</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>办件</source>
            <translation>Case</translation>
        </message>
        <message>
            <source>上级编号 {number}</source>
            <translation>Official number {number}</translation>
        </message>
        <message>
            <source>算了</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>送达签收</source>
            <translation>Deliver and sign</translation>
        </message>
        <message>
            <source>接着收件</source>
            <translation>Go on receiving</translation>
        </message>
        <message>
            <source>登记补来的材料</source>
            <translation>Record papers</translation>
        </message>
        <message>
            <source>超期了，打电话催办：{office}</source>
            <translation>Overdue. Phone {office}</translation>
        </message>
        <message>
            <source>等着传上去，通了会自己传</source>
            <translation>Waiting to be sent; it goes by itself when the line is back</translation>
        </message>
        <message>
            <source>这件事已经办完</source>
            <translation>This case is finished</translation>
        </message>
        <message>
            <source>下一步在{office}，现在不用做什么</source>
            <translation>Next: {office}. Nothing to do now</translation>
        </message>
        <message>
            <source>现在不用做什么</source>
            <translation>Nothing to do now</translation>
        </message>
        <message>
            <source>结果文书</source>
            <translation>Result document</translation>
        </message>
        <message>
            <source>作废</source>
            <translation>Void</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>当场办结</source>
            <translation>Decide here</translation>
        </message>
        <message>
            <source>材料照片</source>
            <translation>Photographs of the materials</translation>
        </message>
        <message>
            <source>撤销送达</source>
            <translation>Take the delivery back</translation>
        </message>
        <message>
            <source>这件已经作废，不用再做什么</source>
            <translation>This case is void; there is nothing more to do</translation>
        </message>
        <message>
            <source>申请人已经撤回，不用再做什么</source>
            <translation>The applicant withdrew it; there is nothing more to do</translation>
        </message>
        <message>
            <source>逾期没补，按撤回办了，不用再做什么</source>
            <translation>It lapsed as nothing was supplied in time; there is nothing more to do</translation>
        </message>
        <message>
            <source>结果到站了</source>
            <translation>The result is here</translation>
        </message>
    </context>
    <context>
        <name>CaseSide</name>
        <message>
            <source>打印过的</source>
            <translation>Printed</translation>
        </message>
        <message>
            <source>申请人</source>
            <translation>Applicant</translation>
        </message>
        <message>
            <source>显示完整号码，会留记录</source>
            <translation>Show the whole number (is recorded)</translation>
        </message>
        <message>
            <source>材料　{n} 样</source>
            <translation>Materials: {n}</translation>
        </message>
        <message>
            <source>结果</source>
            <translation>Result</translation>
        </message>
        <message>
            <source>看文书</source>
            <translation>See the document</translation>
        </message>
        <message>
            <source>看照片</source>
            <translation>See the photographs</translation>
        </message>
        <message>
            <source>文书还在从县里取，取到了自己显示</source>
            <translation>The document is still being fetched from the district; it shows by itself when it is here</translation>
        </message>
        <message>
            <source>写错了，更正</source>
            <translation>Written wrong: correct it</translation>
        </message>
        <message>
            <source>事项收错了？照这件再收一次</source>
            <translation>Wrong item? Receive it again</translation>
        </message>
    </context>
    <context>
        <name>CasesScreen</name>
        <message>
            <source>姓名、拼音首字母、证件号、电话、村名、编号都行</source>
            <translation>Name, initials, document number, phone, village or case number</translation>
        </message>
        <message>
            <source>找办件</source>
            <translation>Find a case</translation>
        </message>
        <message>
            <source>没办完的</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>等送达</source>
            <translation>To deliver</translation>
        </message>
        <message>
            <source>全部</source>
            <translation>All</translation>
        </message>
        <message>
            <source>看哪些</source>
            <translation>Which cases</translation>
        </message>
        <message>
            <source>找办件 Ctrl+F</source>
            <translation>Find Ctrl+F</translation>
        </message>
        <message>
            <source>办件</source>
            <translation>Cases</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>打开</source>
            <translation>Open it</translation>
        </message>
        <message>
            <source>期限</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>现在在哪</source>
            <translation>Where it is</translation>
        </message>
        <message>
            <source>村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>收件编号</source>
            <translation>Receipt number</translation>
        </message>
        <message>
            <source>只列前 {n} 件，再多打一个字就少了</source>
            <translation>First {n} only; type one more character</translation>
        </message>
        <message>
            <source>{n} 件</source>
            <translation>{n} case(s)</translation>
        </message>
        <message>
            <source>这里还没有办件。</source>
            <translation>No cases here yet.</translation>
        </message>
        <message>
            <source>没有找到。换个字试试，比如只打姓，或者打电话的后四位。</source>
            <translation>Nothing found. Try the surname alone, or the last four digits of the phone.</translation>
        </message>
        <message>
            <source>这一类里没有找到。点“全部”再看看。</source>
            <translation>Nothing found among these. Try “All”.</translation>
        </message>
    </context>
    <context>
        <name>ClockBand</name>
        <message>
            <source>今天的日期</source>
            <translation>Today's date</translation>
        </message>
        <message>
            <source>今天是这一天</source>
            <translation>This is today</translation>
        </message>
        <message>
            <source>日期请写成 2026-12-01 的样子。</source>
            <translation>Write the date like 2026-12-01.</translation>
        </message>
    </context>
    <context>
        <name>DecidePanel</name>
        <message>
            <source>当场办结</source>
            <translation>Decide here</translation>
        </message>
        <message>
            <source>办结</source>
            <translation>Record the decision</translation>
        </message>
        <message>
            <source>准予</source>
            <translation>Granted</translation>
        </message>
        <message>
            <source>不予</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>办理结果</source>
            <translation>Decision</translation>
        </message>
        <message>
            <source>文书名称</source>
            <translation>Document</translation>
        </message>
        <message>
            <source>文书编号</source>
            <translation>Number</translation>
        </message>
        <message>
            <source>没有编号的可以空着。</source>
            <translation>May stay empty if it has none.</translation>
        </message>
        <message>
            <source>不予的理由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>照实写给群众看，再写清可以到哪里办。</source>
            <translation>As the applicant will read it, with where to go instead.</translation>
        </message>
        <message>
            <source>登记以后不能改。文书由村里盖章出具，这里只记结果。</source>
            <translation>It cannot be changed afterwards. The village seals and issues the document; here only the outcome is recorded.</translation>
        </message>
        <message>
            <source>请写上发给群众的文书叫什么。</source>
            <translation>Write the name of the document that the applicant gets.</translation>
        </message>
        <message>
            <source>请写明为什么不予办理。</source>
            <translation>Write why it is refused.</translation>
        </message>
    </context>
    <context>
        <name>DeliveryScreen</name>
        <message>
            <source>可以送达的</source>
            <translation>Ready to deliver</translation>
        </message>
        <message>
            <source>谁来领</source>
            <translation>Who collects it</translation>
        </message>
        <message>
            <source>现在没有可以送达的。结果到了，这里和“今日”都会有。</source>
            <translation>Nothing to deliver now. When a result comes it is shown here and under Today.</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>送达并打印回证</source>
            <translation>Deliver and print receipt</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>怎么领</source>
            <translation>How</translation>
        </message>
        <message>
            <source>领取人</source>
            <translation>Recipient</translation>
        </message>
        <message>
            <source>和本人关系</source>
            <translation>Relation</translation>
        </message>
        <message>
            <source>本人没来的原因</source>
            <translation>Why a substitute</translation>
        </message>
        <message>
            <source>见证人</source>
            <translation>Witness</translation>
        </message>
        <message>
            <source>本人拒绝签收时，请见证人到场。</source>
            <translation>Needed where the recipient refuses to sign.</translation>
        </message>
        <message>
            <source>邮件号码</source>
            <translation>Tracking number</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Remarks</translation>
        </message>
        <message>
            <source>在打印的回证上签</source>
            <translation>Sign on paper</translation>
        </message>
        <message>
            <source>在屏幕上签</source>
            <translation>Sign on screen</translation>
        </message>
        <message>
            <source>怎么签</source>
            <translation>How to sign</translation>
        </message>
        <message>
            <source>签名</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>请在这里写名字</source>
            <translation>Please sign here</translation>
        </message>
        <message>
            <source>重写</source>
            <translation>Sign again</translation>
        </message>
        <message>
            <source>送达</source>
            <translation>Deliver</translation>
        </message>
        <message>
            <source>交给他：{document}</source>
            <translation>Hand over: {document}</translation>
        </message>
        <message>
            <source>还没有签名。请他在屏幕上写名字，或者改成在纸上签。</source>
            <translation>Not signed yet. Ask for a signature on the screen, or choose paper.</translation>
        </message>
        <message>
            <source>已经登记送达。送达回证：{what}</source>
            <translation>Delivery is recorded. Receipt: {what}</translation>
        </message>
        <message>
            <source>已经登记送达，只是回证没有打出来。{why}</source>
            <translation>Delivery is recorded; only the receipt was not printed. {why}</translation>
        </message>
        <message>
            <source>▲ 文书还在从县里取，取到了再交给他。</source>
            <translation>▲ The document is still being fetched from the district; hand it over when it is here.</translation>
        </message>
        <message>
            <source>{name} 的结果已经登记送达。登错了，打开这件事可以撤销。</source>
            <translation>{name}'s result is recorded as delivered. If that was a mistake, open the case and take it back.</translation>
        </message>
        <message>
            <source>下一位是谁，请在左边选。</source>
            <translation>Choose at the left who is next.</translation>
        </message>
        <message>
            <source>结果已经拿到手，一起登记到站</source>
            <translation>The result is in hand: record its arrival too</translation>
        </message>
        <message>
            <source>▲ 结果还没有登记到站。真的拿到手了，勾上下面这一格再送达。</source>
            <translation>▲ The result has not been recorded as here. Tick the box below once it is in hand, then deliver.</translation>
        </message>
    </context>
    <context>
        <name>DraftsPanel</name>
        <message>
            <source>没收完的</source>
            <translation>Unfinished</translation>
        </message>
        <message>
            <source>还有更早的 {n} 份，收完上面的就会列出来</source>
            <translation>{n} older ones are listed when these are finished</translation>
        </message>
        <message>
            <source>还没填姓名</source>
            <translation>no name yet</translation>
        </message>
        <message>
            <source>还没选事项</source>
            <translation>no item yet</translation>
        </message>
        <message>
            <source>已告知 {n} 次</source>
            <translation>notices given: {n}</translation>
        </message>
        <message>
            <source>不要了</source>
            <translation>Discard</translation>
        </message>
        <message>
            <source>再按一次就删掉</source>
            <translation>Press again to delete</translation>
        </message>
    </context>
    <context>
        <name>DraftsShelf</name>
        <message>
            <source>还有 {n} 份没收完的</source>
            <translation>{n} unfinished</translation>
        </message>
    </context>
    <context>
        <name>EnquiryScreen</name>
        <message>
            <source>问了什么</source>
            <translation>Question</translation>
        </message>
        <message>
            <source>怎么答复的</source>
            <translation>Answer</translation>
        </message>
        <message>
            <source>关于哪一项</source>
            <translation>About which item</translation>
        </message>
        <message>
            <source>谁来问</source>
            <translation>Who asked</translation>
        </message>
        <message>
            <source>不愿说可以不填。</source>
            <translation>May stay empty.</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>要回话才填。</source>
            <translation>Only if a call back is wanted.</translation>
        </message>
        <message>
            <source>当场答复了</source>
            <translation>Answered at once</translation>
        </message>
        <message>
            <source>转给镇里或县里</source>
            <translation>Passed on</translation>
        </message>
        <message>
            <source>解决了没有</source>
            <translation>Settled</translation>
        </message>
        <message>
            <source>登记咨询</source>
            <translation>Record enquiry</translation>
        </message>
        <message>
            <source>咨询登记</source>
            <translation>Enquiries</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>存下</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>时间</source>
            <translation>When</translation>
        </message>
        <message>
            <source>谁</source>
            <translation>Who</translation>
        </message>
        <message>
            <source>结果</source>
            <translation>Result</translation>
        </message>
        <message>
            <source>咨询</source>
            <translation>Enquiries</translation>
        </message>
        <message>
            <source>请写上问了什么。</source>
            <translation>Write what was asked.</translation>
        </message>
        <message>
            <source>咨询已经登记。</source>
            <translation>The enquiry is recorded.</translation>
        </message>
    </context>
    <context>
        <name>EnrolAgainView</name>
        <message>
            <source>县里服务器地址</source>
            <translation>District server</translation>
        </message>
        <message>
            <source>没有换就不用改。</source>
            <translation>Leave it unless it has changed.</translation>
        </message>
        <message>
            <source>一次性登记码</source>
            <translation>One-time code</translation>
        </message>
        <message>
            <source>打电话向县里要，要说清是哪个站。</source>
            <translation>Ring the district for one, and say which station this is.</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>平时登录用的那个。</source>
            <translation>The one you sign in with.</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>重新登记</source>
            <translation>Enrol again</translation>
        </message>
        <message>
            <source>重新登记这台电脑</source>
            <translation>Enrol this computer again</translation>
        </message>
        <message>
            <source>县里说不认得这台电脑，或者有两台电脑用了同一个登记时，才用这里。</source>
            <translation>Only where the district does not know this computer, or two computers share one registration.</translation>
        </message>
        <message>
            <source>本机的办件、草稿、照片和还没传的登记一样都不会少，登记好以后自动补传，县里已有的不会重复。</source>
            <translation>Cases, drafts, photographs and what was never sent all stay. Everything is sent again by itself, and nothing counts twice.</translation>
        </message>
        <message>
            <source>代办员</source>
            <translation>Agent</translation>
        </message>
        <message>
            <source>正在登记</source>
            <translation>Enrolling</translation>
        </message>
        <message>
            <source>请输县里服务器的地址。</source>
            <translation>Enter the address of the district server.</translation>
        </message>
        <message>
            <source>这个地址不对，应该像 zwfw.example.cn 这样，请对照通知再看一遍。</source>
            <translation>This is no address; it looks like zwfw.example.cn. Compare it with the letter.</translation>
        </message>
        <message>
            <source>请输县里给的登记码。</source>
            <translation>Enter the code from the district.</translation>
        </message>
        <message>
            <source>请输密码。</source>
            <translation>Enter the password.</translation>
        </message>
    </context>
    <context>
        <name>EnrolmentView</name>
        <message>
            <source>加入，开始使用</source>
            <translation>Join and begin</translation>
        </message>
        <message>
            <source>县里服务器地址</source>
            <translation>District server</translation>
        </message>
        <message>
            <source>县里发的通知上有，照着输。</source>
            <translation>As written in the district's letter.</translation>
        </message>
        <message>
            <source>一次性登记码</source>
            <translation>One-time code</translation>
        </message>
        <message>
            <source>县里给的，只能用一次，大小写和横杠都不要紧。</source>
            <translation>From the district; works once. Capitals and dashes do not matter.</translation>
        </message>
        <message>
            <source>您的姓名</source>
            <translation>Your name</translation>
        </message>
        <message>
            <source>会印在回执上。</source>
            <translation>Printed on receipts.</translation>
        </message>
        <message>
            <source>登录名</source>
            <translation>Login</translation>
        </message>
        <message>
            <source>自己起，用字母和数字，比如姓名的拼音。</source>
            <translation>Your choice, letters and digits.</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>至少 {n} 位，别用生日。</source>
            <translation>At least {n} characters; not a birthday.</translation>
        </message>
        <message>
            <source>密码再输一遍</source>
            <translation>Password again</translation>
        </message>
        <message>
            <source>忘了密码找县里，资料不会丢。</source>
            <translation>If you forget it, ask the district; nothing is lost.</translation>
        </message>
        <message>
            <source>第一次使用</source>
            <translation>First start</translation>
        </message>
        <message>
            <source>这台电脑要先在县里登记一次，需要连上网。登记好以后没有网也能办。</source>
            <translation>This computer has to be enrolled with the district once, online. After that it works without a line.</translation>
        </message>
        <message>
            <source>1　县里给的</source>
            <translation>1　From the district</translation>
        </message>
        <message>
            <source>2　您自己的</source>
            <translation>2　Your own</translation>
        </message>
        <message>
            <source>正在登记</source>
            <translation>Enrolling</translation>
        </message>
        <message>
            <source>请输县里服务器的地址。</source>
            <translation>Enter the address of the district server.</translation>
        </message>
        <message>
            <source>这个地址不对，应该像 zwfw.example.cn 这样，请对照通知再看一遍。</source>
            <translation>This is no address; it looks like zwfw.example.cn. Compare it with the letter.</translation>
        </message>
        <message>
            <source>请输县里给的登记码。</source>
            <translation>Enter the code from the district.</translation>
        </message>
        <message>
            <source>请输您的姓名。</source>
            <translation>Enter your name.</translation>
        </message>
        <message>
            <source>登录名用 2 到 30 个字母或数字，中间不要空格。</source>
            <translation>Use 2 to 30 letters or digits without blanks.</translation>
        </message>
        <message>
            <source>密码至少要 {n} 位。</source>
            <translation>At least {n} characters.</translation>
        </message>
        <message>
            <source>两次输的密码不一样，请再输一遍。</source>
            <translation>The two passwords differ; enter them again.</translation>
        </message>
    </context>
    <context>
        <name>Footer</name>
        <message>
            <source>{line}；{waiting}已存在本机，通了自动上传</source>
            <translation>{line}; {waiting} kept here and sent when the line is back</translation>
        </message>
        <message>
            <source>{waiting}已存在本机，等着上传</source>
            <translation>{waiting} kept here, waiting to be sent</translation>
        </message>
        <message>
            <source>还没有同步过</source>
            <translation>Not synced yet</translation>
        </message>
        <message>
            <source>已同步，没有等着传的</source>
            <translation>In step, nothing waits</translation>
        </message>
        <message>
            <source>；{n} 条被退回，按 F8 看</source>
            <translation>; {n} sent back, press F8</translation>
        </message>
        <message>
            <source>{n} 件</source>
            <translation>{n} case(s)</translation>
        </message>
        <message>
            <source>{n} 条记录</source>
            <translation>{n} record(s)</translation>
        </message>
        <message>
            <source>{n} 张照片</source>
            <translation>{n} photo(s)</translation>
        </message>
        <message>
            <source>、</source>
            <translation>, </translation>
        </message>
        <message>
            <source>上次同步：{when}</source>
            <translation>Last sync: {when}</translation>
        </message>
    </context>
    <context>
        <name>FormCard</name>
        <message>
            <source>4　表上要填的</source>
            <translation>4　The form</translation>
        </message>
        <message>
            <source>选一项</source>
            <translation>Choose</translation>
        </message>
        <message>
            <source>是</source>
            <translation>Yes</translation>
        </message>
        <message>
            <source>否</source>
            <translation>No</translation>
        </message>
        <message>
            <source>如 2026-11-23</source>
            <translation>e.g. 2026-11-23</translation>
        </message>
        <message>
            <source>，</source>
            <translation>, </translation>
        </message>
        <message>
            <source>可不填</source>
            <translation>optional</translation>
        </message>
    </context>
    <context>
        <name>ForwardPanel</name>
        <message>
            <source>原件送到{place}里</source>
            <translation>Originals to the township ({place})</translation>
        </message>
        <message>
            <source>登记送出</source>
            <translation>Record sending</translation>
        </message>
        <message>
            <source>电子的会自己传上去，不用登记。这里只登记纸质原件离开本站。</source>
            <translation>What is electronic is sent by itself. Record here only that paper originals leave the station.</translation>
        </message>
        <message>
            <source>怎么送</source>
            <translation>How</translation>
        </message>
        <message>
            <source>经手人</source>
            <translation>Taken by</translation>
        </message>
        <message>
            <source>谁取走的，或者快递单号。</source>
            <translation>Who took them, or the tracking number.</translation>
        </message>
    </context>
    <context>
        <name>GuideScreen</name>
        <message>
            <source>事项名称或拼音首字母</source>
            <translation>Name of the item, or initials</translation>
        </message>
        <message>
            <source>找事项</source>
            <translation>Find an item</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>类别</source>
            <translation>Category</translation>
        </message>
        <message>
            <source>办事指南</source>
            <translation>Service guides</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>办这一项</source>
            <translation>Begin a case</translation>
        </message>
        <message>
            <source>县里的目录还没收到，先用程序自带的</source>
            <translation>The district's catalogue has not come yet; the bundled one is shown</translation>
        </message>
        <message>
            <source>县里发布的第 {n} 版</source>
            <translation>Published by the district, version {n}</translation>
        </message>
        <message>
            <source>没有这样的事项。换个字试试。</source>
            <translation>No such item. Try another word.</translation>
        </message>
        <message>
            <source>打印这份指南</source>
            <translation>Print this guide</translation>
        </message>
        <message>
            <source>这一版改了 {n} 项</source>
            <translation>Changed in this version: {n}</translation>
        </message>
    </context>
    <context>
        <name>IntakeBar</name>
        <message>
            <source>不加了</source>
            <translation>Stop adding</translation>
        </message>
        <message>
            <source>正在读“{name}”</source>
            <translation>Reading “{name}”</translation>
        </message>
        <message>
            <source>正在读“{name}”，{at} / {of} 页</source>
            <translation>Reading “{name}”, page {at} of {of}</translation>
        </message>
        <message>
            <source>，后面还有 {n} 个文件</source>
            <translation>; {n} more after it</translation>
        </message>
    </context>
    <context>
        <name>ItemBox</name>
        <message>
            <source>没有这个事项，换个说法试试，或者打拼音首字母</source>
            <translation>No such item; try another word or its initials</translation>
        </message>
        <message>
            <source>找到的事项</source>
            <translation>Items found</translation>
        </message>
    </context>
    <context>
        <name>LedgerScreen</name>
        <message>
            <source>本月</source>
            <translation>This month</translation>
        </message>
        <message>
            <source>上月</source>
            <translation>Last month</translation>
        </message>
        <message>
            <source>今年</source>
            <translation>This year</translation>
        </message>
        <message>
            <source>全部</source>
            <translation>All</translation>
        </message>
        <message>
            <source>哪段时间</source>
            <translation>Period</translation>
        </message>
        <message>
            <source>收件</source>
            <translation>Received</translation>
        </message>
        <message>
            <source>办结送达</source>
            <translation>Delivered</translation>
        </message>
        <message>
            <source>还在办</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>其中已超期</source>
            <translation>of these overdue</translation>
        </message>
        <message>
            <source>咨询</source>
            <translation>Enquiries</translation>
        </message>
        <message>
            <source>台账</source>
            <translation>Ledger</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>办结率＝这段时间收的件里已送达的，除以收件数（撤回、作废的不算）</source>
            <translation>Completion: of the cases received in the period, those delivered, over all received (without withdrawn and void)</translation>
        </message>
        <message>
            <source>序号</source>
            <translation>No.</translation>
        </message>
        <message>
            <source>收件编号</source>
            <translation>Receipt number</translation>
        </message>
        <message>
            <source>申请人</source>
            <translation>Applicant</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>状态</source>
            <translation>State</translation>
        </message>
        <message>
            <source>期限</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>上级编号</source>
            <translation>Official number</translation>
        </message>
        <message>
            <source>台账统计</source>
            <translation>Ledger</translation>
        </message>
        <message>
            <source>{first}到{last}</source>
            <translation>{first} to {last}</translation>
        </message>
        <message>
            <source>撤回、作废 {n} 件</source>
            <translation>withdrawn or void: {n}</translation>
        </message>
        <message>
            <source>办结率 {n}%</source>
            <translation>completion {n}%</translation>
        </message>
    </context>
    <context>
        <name>LineSection</name>
        <message>
            <source>不用省</source>
            <translation>No need to spare</translation>
        </message>
        <message>
            <source>省流量</source>
            <translation>Spare data</translation>
        </message>
        <message>
            <source>随时</source>
            <translation>At any time</translation>
        </message>
        <message>
            <source>晚上 18:00–次日 7:00</source>
            <translation>Evenings, 18:00 to 7:00</translation>
        </message>
        <message>
            <source>自己定</source>
            <translation>Own hours</translation>
        </message>
        <message>
            <source>照片什么时候传</source>
            <translation>When photographs are sent</translation>
        </message>
        <message>
            <source>从几点</source>
            <translation>From</translation>
        </message>
        <message>
            <source>到几点</source>
            <translation>Until</translation>
        </message>
        <message>
            <source>登记的内容随时都传，用不了多少流量；这里管的只是照片。</source>
            <translation>Records are sent at any time and need little data; this is about photographs only.</translation>
        </message>
        <message>
            <source>从</source>
            <translation>From</translation>
        </message>
        <message>
            <source>到</source>
            <translation>until</translation>
        </message>
        <message>
            <source>两个钟点一样，就是随时都传。</source>
            <translation>The two hours are the same, so photographs are sent at any time.</translation>
        </message>
        <message>
            <source>大的照片先留在本机，不会丢；要传的时候在同步（F8）里按 F10，或者选“不用省”。</source>
            <translation>Large photographs stay on this computer and are not lost. To send them press F10 on the sync screen (F8), or choose “No need to spare”.</translation>
        </message>
        <message>
            <source>照片照完就传。</source>
            <translation>Photographs are sent as soon as they are taken.</translation>
        </message>
        <message>
            <source>没到点的照片先留在本机，不会丢；急着要传，在同步（F8）里按 F10。</source>
            <translation>Until then photographs stay on this computer and are not lost. If they are urgent, press F10 on the sync screen (F8).</translation>
        </message>
        <message>
            <source>设好了，马上就照这样传。</source>
            <translation>Set; it holds from now on.</translation>
        </message>
        <message>
            <source>上网流量</source>
            <translation>Mobile data</translation>
        </message>
    </context>
    <context>
        <name>MaterialDetail</name>
        <message>
            <source>带来了但不能用，写哪里不对，会印在告知书上</source>
            <translation>Brought but not usable: say why; it is printed on the notice</translation>
        </message>
        <message>
            <source>哪里不对</source>
            <translation>What is wrong</translation>
        </message>
        <message>
            <source>这次带来了新的</source>
            <translation>A new one was brought</translation>
        </message>
        <message>
            <source>加照片、扫描件</source>
            <translation>Add photos or scans</translation>
        </message>
        <message>
            <source>待县里确认</source>
            <translation>to be confirmed by the county</translation>
        </message>
        <message>
            <source>{name}：{said}</source>
            <translation>{name}: {said}</translation>
        </message>
        <message>
            <source>共 {n} 张</source>
            <translation>{n} in all</translation>
        </message>
        <message>
            <source>照片连原图一起交</source>
            <translation>the original photograph is sent too</translation>
        </message>
        <message>
            <source>第 {n} 张　{words}</source>
            <translation>Photograph {n}: {words}</translation>
        </message>
        <message>
            <source>看大图</source>
            <translation>Large</translation>
        </message>
        <message>
            <source>第 {n} 张看大图，可以转正、裁边、去掉</source>
            <translation>Photograph {n} large: turn, cut out or take away</translation>
        </message>
        <message>
            <source>证上的有效期到哪天，如 2036-05-01，或者写“长期”</source>
            <translation>Valid until, as printed: 2036-05-01, or long</translation>
        </message>
        <message>
            <source>有效期到哪天</source>
            <translation>Valid until</translation>
        </message>
        <message>
            <source>长期</source>
            <translation>long</translation>
        </message>
        <message>
            <source>只带了复印件</source>
            <translation>Copies only</translation>
        </message>
    </context>
    <context>
        <name>MaterialsCard</name>
        <message>
            <source>3　材料齐不齐</source>
            <translation>3　Is everything there?</translation>
        </message>
        <message>
            <source>先选事项和情形，这里就列出要带的材料。</source>
            <translation>Choose item and situation first; the papers to bring are listed here.</translation>
        </message>
        <message>
            <source>空格键勾选　・　缺什么自动写进告知书</source>
            <translation>Space ticks　・　what is missing goes into the notice</translation>
        </message>
        <message>
            <source>照片和扫描件 (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.pdf);;所有文件 (*)</source>
            <translation>Photos and scans (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.pdf);;All files (*)</translation>
        </message>
        <message>
            <source>选照片或扫描件</source>
            <translation>Choose photos or scans</translation>
        </message>
        <message>
            <source>粘贴的图片</source>
            <translation>pasted picture</translation>
        </message>
    </context>
    <context>
        <name>NewCaseScreen</name>
        <message>
            <source>收件登记</source>
            <translation>New case</translation>
        </message>
        <message>
            <source>正在存…</source>
            <translation>Saving…</translation>
        </message>
        <message>
            <source>回执（打印出来就是这样）</source>
            <translation>The receipt, as it prints</translation>
        </message>
        <message>
            <source>草稿已存</source>
            <translation>Draft saved</translation>
        </message>
        <message>
            <source>还没存上</source>
            <translation>Not saved yet</translation>
        </message>
        <message>
            <source>已经告知过 {n} 次了。写上为什么再告知一次，再按 F9。</source>
            <translation>Notices given already: {n}. Say why there is another, then press F9.</translation>
        </message>
        <message>
            <source>刚才没收完的先存着了，在“没收完的”里可以接着收。</source>
            <translation>What you had begun is kept; find it under “Unfinished”.</translation>
        </message>
        <message>
            <source>县里的目录里现在没有这一项了，请另选。</source>
            <translation>The county's catalogue no longer has this item; please choose another.</translation>
        </message>
        <message>
            <source>照片还在加，加完了再按一次 F10；不等了就按“不加了”。</source>
            <translation>Photographs are still being added. Press F10 again when they are there, or press “Stop adding”.</translation>
        </message>
        <message>
            <source>先存着了，在“没收完的”里可以接着收。</source>
            <translation>Kept. Go on with it under “Unfinished”.</translation>
        </message>
        <message>
            <source>还缺材料，先打印告知书</source>
            <translation>Papers are missing: print the notice first</translation>
        </message>
        <message>
            <source>▲ {n} 处待县里确认</source>
            <translation>▲ {n} points to be confirmed</translation>
        </message>
        <message>
            <source>、</source>
            <translation>, </translation>
        </message>
        <message>
            <source>告知书存好了，没有接打印机，到“{folder}”里打。草稿还在。</source>
            <translation>No printer is set; the notice is in “{folder}”. The draft is kept.</translation>
        </message>
        <message>
            <source>告知书打好了，草稿还在，材料拿来了接着收。</source>
            <translation>The notice is printed. The draft is kept; go on when the papers come.</translation>
        </message>
        <message>
            <source>已经登记，编号 {number}。{why}</source>
            <translation>Recorded, number {number}. {why}</translation>
        </message>
        <message>
            <source>承诺 {limit}</source>
            <translation>promised {limit}</translation>
        </message>
        <message>
            <source>收好了，编号 {number}。没有接打印机，回执存在“{folder}”里。</source>
            <translation>Received, number {number}. No printer is set; the receipt is in “{folder}”.</translation>
        </message>
        <message>
            <source>收好了，编号 {number}，回执打好了。</source>
            <translation>Received, number {number}; the receipt is printed.</translation>
        </message>
        <message>
            <source>缺{names}，还不能收件；按 F9 打印告知书，草稿会留着。</source>
            <translation>{names} missing, so it cannot be received yet. F9 prints the notice; the draft is kept.</translation>
        </message>
        <message>
            <source>还有 {n} 处要填好或改好，已经标出来了。</source>
            <translation>Fields to put right: {n}; they are marked.</translation>
        </message>
    </context>
    <context>
        <name>PagePick</name>
        <message>
            <source>加照片/扫描</source>
            <translation>Add photo/scan</translation>
        </message>
        <message>
            <source>给“{material}”加照片或扫描件</source>
            <translation>Add photo or scan of “{material}”</translation>
        </message>
        <message>
            <source>照片 {n} 张</source>
            <translation>photos: {n}</translation>
        </message>
        <message>
            <source>选照片或扫描件</source>
            <translation>Choose photos or scans</translation>
        </message>
        <message>
            <source>照片和扫描件 (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf)</source>
            <translation>Photos and scans (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf)</translation>
        </message>
        <message>
            <source>看大图</source>
            <translation>Large</translation>
        </message>
        <message>
            <source>“{material}”的照片看大图，可以转正、裁边、去掉</source>
            <translation>Photographs of “{material}” large: turn, cut out or take away</translation>
        </message>
    </context>
    <context>
        <name>PageTrim</name>
        <message>
            <source>第 {n} 张，共 {all} 张</source>
            <translation>Photograph {n} of {all}</translation>
        </message>
        <message>
            <source>上一张</source>
            <translation>Previous</translation>
        </message>
        <message>
            <source>下一张</source>
            <translation>Next</translation>
        </message>
        <message>
            <source>不改了</source>
            <translation>Leave it</translation>
        </message>
        <message>
            <source>会存成这样</source>
            <translation>What will be kept</translation>
        </message>
        <message>
            <source>去掉这张</source>
            <translation>Take away</translation>
        </message>
        <message>
            <source>右转</source>
            <translation>Turn right</translation>
        </message>
        <message>
            <source>就这样</source>
            <translation>Take this</translation>
        </message>
        <message>
            <source>左转</source>
            <translation>Turn left</translation>
        </message>
        <message>
            <source>拍来的照片，四个角可以挪</source>
            <translation>The photograph, with four corners that can be moved</translation>
        </message>
        <message>
            <source>按 1、2、3、4 选一个角，用方向键挪到纸角上，按住 Shift 挪得细；也可以用鼠标拖。</source>
            <translation>Keys 1 to 4 choose a corner, the arrow keys move it onto the corner of the paper, with Shift by little; or drag it with the mouse.</translation>
        </message>
        <message>
            <source>整张都要</source>
            <translation>Whole picture</translation>
        </message>
        <message>
            <source>正在打开…</source>
            <translation>Opening…</translation>
        </message>
        <message>
            <source>自动找纸边</source>
            <translation>Find the paper</translation>
        </message>
        <message>
            <source>退一步</source>
            <translation>One step back</translation>
        </message>
    </context>
    <context>
        <name>PagesCard</name>
        <message>
            <source>▲ 还有 {n} 张正在从县里取</source>
            <translation>▲ Being fetched from the district: {n}</translation>
        </message>
        <message>
            <source>结果文书</source>
            <translation>Result document</translation>
        </message>
        <message>
            <source>这一页显示不出来，请到县里的网页上看。</source>
            <translation>This page cannot be shown here; see it on the district's web page.</translation>
        </message>
        <message>
            <source>{name}：{why}</source>
            <translation>{name}: {why}</translation>
        </message>
        <message>
            <source>这一页不在这台电脑上，正在从县里取，取到了自己显示。没有网的话，有网了再来看。</source>
            <translation>This page is not on this computer. It is being fetched from the district and shows by itself when it is here. Without a line, look again when there is one.</translation>
        </message>
    </context>
    <context>
        <name>PaperJob</name>
        <message>
            <source>已经送到打印机。</source>
            <translation>Sent to the printer.</translation>
        </message>
        <message>
            <source>没有接打印机，已经存成文件：{path}</source>
            <translation>No printer; saved as {path}</translation>
        </message>
        <message>
            <source>“{characters}”字库里没有，纸上留了空格，请照证件手写补上；登记的名字没有改。</source>
            <translation>No font here has “{characters}”; the paper has an empty square for it. Write it in by hand from the identity card. The name on record is unchanged.</translation>
        </message>
    </context>
    <context>
        <name>PaperPanel</name>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>文书</source>
            <translation>Paper</translation>
        </message>
        <message>
            <source>左右键选，按 F10 打印。</source>
            <translation>Choose with the arrow keys; F10 prints.</translation>
        </message>
        <message>
            <source>打印哪一份</source>
            <translation>Which paper</translation>
        </message>
    </context>
    <context>
        <name>ParticularsPanel</name>
        <message>
            <source>更正登记的信息</source>
            <translation>Correct the particulars</translation>
        </message>
        <message>
            <source>登记更正</source>
            <translation>Record the correction</translation>
        </message>
        <message>
            <source>改了什么、原来是什么、谁改的，都记在进展里，上级也看得到。已经打出去的凭证不会变，以后打的按新的打。</source>
            <translation>What was changed, what it was and who changed it stands in the history, for the township too. Papers already printed stay as they are; later ones carry the new particulars.</translation>
        </message>
        <message>
            <source>为什么更正</source>
            <translation>Why it is corrected</translation>
        </message>
        <message>
            <source>现在是 {number}，不改就空着</source>
            <translation>Now {number}; leave empty to keep it</translation>
        </message>
    </context>
    <context>
        <name>Parts</name>
        <message>
            <source>再告知一次的原因</source>
            <translation>Why another notice</translation>
        </message>
        <message>
            <source>先存着</source>
            <translation>Keep</translation>
        </message>
        <message>
            <source>打印告知书</source>
            <translation>Print notice</translation>
        </message>
        <message>
            <source>看回执</source>
            <translation>See receipt</translation>
        </message>
        <message>
            <source>收件并打印回执</source>
            <translation>Receive and print</translation>
        </message>
        <message>
            <source>回到登记</source>
            <translation>Back to the form</translation>
        </message>
        <message>
            <source>放大看</source>
            <translation>Enlarge</translation>
        </message>
        <message>
            <source>收件</source>
            <translation>Receive</translation>
        </message>
        <message>
            <source>告知书</source>
            <translation>Notice</translation>
        </message>
    </context>
    <context>
        <name>PhoneLine</name>
        <message>
            <source>显示电话，会留记录</source>
            <translation>Show the phone (leaves a record)</translation>
        </message>
    </context>
    <context>
        <name>RecoveryView</name>
        <message>
            <source>申请已经写过了。回执拷回来以后插上 U 盘，输申请时定的新密码，按 F10。</source>
            <translation>The request has been written. When the answer is on the stick, insert it, type the new password you chose, and press F10.</translation>
        </message>
        <message>
            <source>新密码</source>
            <translation>New password</translation>
        </message>
        <message>
            <source>至少 {n} 位，别用生日。取回执时还要输，请记住。</source>
            <translation>At least {n} characters, not a birthday. You will type it again when the answer comes; remember it.</translation>
        </message>
        <message>
            <source>再输一遍</source>
            <translation>Once more</translation>
        </message>
        <message>
            <source>写申请到 U 盘</source>
            <translation>Write request</translation>
        </message>
        <message>
            <source>从 U 盘取回执</source>
            <translation>Take answer</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>忘了密码</source>
            <translation>Forgotten password</translation>
        </message>
        <message>
            <source>1　选自己的名字，定一个新密码，插上 U 盘，按 F9 写申请。</source>
            <translation>1　Choose your name and a new password, insert a stick, and press F9 to write the request.</translation>
        </message>
        <message>
            <source>2　把 U 盘送到县里（或者把文件发过去），再打电话报屏幕上的核对码。</source>
            <translation>2　Bring the stick to the district (or send the file), and read out the code on the screen by telephone.</translation>
        </message>
        <message>
            <source>3　县里的回执拷回来以后，输新密码，按 F10。资料一件不会少。</source>
            <translation>3　When the district's answer is back, type the new password and press F10. Nothing is lost.</translation>
        </message>
        <message>
            <source>代办员</source>
            <translation>Agent</translation>
        </message>
        <message>
            <source>密码至少要 {n} 位。</source>
            <translation>At least {n} characters.</translation>
        </message>
        <message>
            <source>两次输的密码不一样，请再输一遍。</source>
            <translation>The two passwords differ; enter them again.</translation>
        </message>
        <message>
            <source>请输申请时定的新密码。</source>
            <translation>Type the new password you chose with the request.</translation>
        </message>
        <message>
            <source>选一个位置</source>
            <translation>Choose a place</translation>
        </message>
        <message>
            <source>申请和回执都在：{folder}</source>
            <translation>Request and answer are in {folder}</translation>
        </message>
        <message>
            <source>申请写好了：{file}。请打电话给县里，报核对码 {code}。</source>
            <translation>The request is written: {file}. Call the district and read out the code {code}.</translation>
        </message>
        <message>
            <source>换一个位置</source>
            <translation>Other place</translation>
        </message>
    </context>
    <context>
        <name>RefusedList</name>
        <message>
            <source>左边的不能开，请照右边的办　收起</source>
            <translation>Not given: left. What to do instead: right. Fold</translation>
        </message>
        <message>
            <source>先看一眼：有 {n} 种不能开，各有别的办法　看清单</source>
            <translation>Look first: {n} kinds are not given; each has another way. Show the list</translation>
        </message>
    </context>
    <context>
        <name>RefusedPart</name>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>谁的事</source>
            <translation>Whose</translation>
        </message>
        <message>
            <source>被退回的登记</source>
            <translation>Records sent back</translation>
        </message>
        <message>
            <source>回车</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>知道了，不用再提醒</source>
            <translation>Read; do not remind me again</translation>
        </message>
        <message>
            <source>■ 被退回 {n} 条，改正了或者看过了就不再列在这里</source>
            <translation>■ Sent back: {n}. Put right or read, they leave this list</translation>
        </message>
    </context>
    <context>
        <name>RestoreDoor</name>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>请先选一份能用的备份，等下面写出恢复以后怎么样。</source>
            <translation>First choose a backup that can be used, and wait until it says below what restoring does.</translation>
        </message>
    </context>
    <context>
        <name>Screen</name>
        <message>
            <source>刚办完一件。这一件也要办的话，请看清楚，再按一次 F10。</source>
            <translation>One has just been done. If this one is to be done too, look at it and press F10 again.</translation>
        </message>
    </context>
    <context>
        <name>SettingsScreen</name>
        <message>
            <source>普通</source>
            <translation>Normal</translation>
        </message>
        <message>
            <source>大字</source>
            <translation>Large</translation>
        </message>
        <message>
            <source>特大字</source>
            <translation>Very large</translation>
        </message>
        <message>
            <source>字的大小</source>
            <translation>Size of the text</translation>
        </message>
        <message>
            <source>语言</source>
            <translation>Language</translation>
        </message>
        <message>
            <source>{n} 分钟</source>
            <translation>{n} minutes</translation>
        </message>
        <message>
            <source>多久没人动就锁屏</source>
            <translation>Lock when idle for</translation>
        </message>
        <message>
            <source>打印机</source>
            <translation>Printer</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Printing</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>存下</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>设置</source>
            <translation>Settings</translation>
        </message>
        <message>
            <source>设置存好了。</source>
            <translation>The settings are kept.</translation>
        </message>
        <message>
            <source>设置存好了，语言下次打开程序时换。</source>
            <translation>The settings are kept; the language changes when the program is started again.</translation>
        </message>
        <message>
            <source>用系统默认的</source>
            <translation>The system's default</translation>
        </message>
        <message>
            <source>没有找到打印机，文书存成文件</source>
            <translation>No printer found; papers are saved as files</translation>
        </message>
        <message>
            <source>添加代办员</source>
            <translation>Add an agent</translation>
        </message>
        <message>
            <source>改密码</source>
            <translation>Change password</translation>
        </message>
        <message>
            <source>这台电脑上的代办员</source>
            <translation>Agents of this computer</translation>
        </message>
        <message>
            <source>算了</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>、</source>
            <translation>, </translation>
        </message>
        <message>
            <source>{name}可以在这台电脑上登录了。</source>
            <translation>{name} can sign in on this computer now.</translation>
        </message>
        <message>
            <source>密码改好了，下次用新的。</source>
            <translation>The password is changed; use the new one next time.</translation>
        </message>
        <message>
            <source>请先选一份能用的备份，等下面写出恢复以后怎么样。</source>
            <translation>First choose a backup that can be used, and wait until it says below what restoring does.</translation>
        </message>
        <message>
            <source>一般</source>
            <translation>Usual</translation>
        </message>
        <message>
            <source>慢</source>
            <translation>Slow</translation>
        </message>
        <message>
            <source>很慢</source>
            <translation>Very slow</translation>
        </message>
        <message>
            <source>扫码枪有多快</source>
            <translation>How fast the code reader is</translation>
        </message>
        <message>
            <source>扫码枪有多快（扫了没反应就选慢一点）</source>
            <translation>How fast the code reader is (choose slower if a scan does nothing)</translation>
        </message>
    </context>
    <context>
        <name>Shell</name>
        <message>
            <source>今日</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>收件登记</source>
            <translation>New case</translation>
        </message>
        <message>
            <source>办件</source>
            <translation>Cases</translation>
        </message>
        <message>
            <source>送达</source>
            <translation>Deliver</translation>
        </message>
        <message>
            <source>咨询</source>
            <translation>Enquiries</translation>
        </message>
        <message>
            <source>办事指南</source>
            <translation>Guides</translation>
        </message>
        <message>
            <source>台账统计</source>
            <translation>Ledger</translation>
        </message>
        <message>
            <source>同步</source>
            <translation>Sync</translation>
        </message>
        <message>
            <source>代办员 {name}</source>
            <translation>Agent {name}</translation>
        </message>
        <message>
            <source>锁屏 Ctrl+L</source>
            <translation>Lock Ctrl+L</translation>
        </message>
        <message>
            <source>▲ 练习：这里办的都不算数，人和号码都是编的</source>
            <translation>▲ Practice: nothing here counts; people and numbers are invented</translation>
        </message>
        <message>
            <source>程序这里有毛病，刚才这一步没有做成；已经存下的都在。请换个办法再试，并告诉县里的技术员。</source>
            <translation>The program has a fault here and this step was not done; everything saved is kept. Try another way, and tell the district's technician.</translation>
        </message>
        <message>
            <source>本站没有编号 {number} 的办件，可能是别的站收的。</source>
            <translation>This station has no case {number}; another station may have received it.</translation>
        </message>
        <message>
            <source>设置</source>
            <translation>Settings</translation>
        </message>
    </context>
    <context>
        <name>SignInView</name>
        <message>
            <source>显示密码</source>
            <translation>Show password</translation>
        </message>
        <message>
            <source>回来接着办</source>
            <translation>Come back</translation>
        </message>
        <message>
            <source>进入</source>
            <translation>Sign in</translation>
        </message>
        <message>
            <source>代办员</source>
            <translation>Agent</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>屏幕锁着</source>
            <translation>Locked</translation>
        </message>
        <message>
            <source>便民服务站</source>
            <translation>Village service station</translation>
        </message>
        <message>
            <source>刚才的东西都在，输密码接着办。换人也从这里进。</source>
            <translation>Everything is as you left it. Enter the password to go on; another agent may sign in here too.</translation>
        </message>
        <message>
            <source>选自己的名字，输密码。没有网也能进。</source>
            <translation>Choose your name and enter the password. Works without a line.</translation>
        </message>
        <message>
            <source>请输密码。</source>
            <translation>Enter the password.</translation>
        </message>
        <message>
            <source>忘了密码</source>
            <translation>Forgotten password</translation>
        </message>
        <message>
            <source>县里说要重新登记这台电脑</source>
            <translation>The district says this computer must enrol again</translation>
        </message>
        <message>
            <source>从备份恢复</source>
            <translation>Restore from a backup</translation>
        </message>
    </context>
    <context>
        <name>Slip</name>
        <message>
            <source>选好事项和情形，这里就是要打印的回执。</source>
            <translation>Choose item and situation; the receipt is shown here as it prints.</translation>
        </message>
        <message>
            <source>回执（打印出来就是这样）</source>
            <translation>The receipt, as it prints</translation>
        </message>
        <message>
            <source>放大看</source>
            <translation>Enlarge</translation>
        </message>
    </context>
    <context>
        <name>StickPanel</name>
        <message>
            <source>经手人：谁来拷、谁带走</source>
            <translation>Carried by: who takes the stick</translation>
        </message>
        <message>
            <source>经手人</source>
            <translation>Taken by</translation>
        </message>
        <message>
            <source>拷出到 U 盘</source>
            <translation>Copy out to the stick</translation>
        </message>
        <message>
            <source>从 U 盘拷入</source>
            <translation>Copy in from the stick</translation>
        </message>
        <message>
            <source>打印交接单</source>
            <translation>Print the record</translation>
        </message>
        <message>
            <source>换一个位置</source>
            <translation>Another place</translation>
        </message>
        <message>
            <source>镇里来人时插上 U 盘，按“拷出”；带回后再插上，按“拷入”。拷几次、先后次序都没关系。</source>
            <translation>When the township's officer comes, insert the stick and copy out; when it is back, copy in. How often, and in which order, does not matter.</translation>
        </message>
        <message>
            <source>U 盘或者文件夹</source>
            <translation>The stick, or a folder</translation>
        </message>
        <message>
            <source>请先写经手人，交接单上要写谁带走的。</source>
            <translation>Say first who carries it: the record names them.</translation>
        </message>
        <message>
            <source>正在拷出，请不要拔 U 盘…</source>
            <translation>Copying out. Please leave the stick in…</translation>
        </message>
        <message>
            <source>正在拷入，请不要拔 U 盘…</source>
            <translation>Copying in. Please leave the stick in…</translation>
        </message>
        <message>
            <source>没有找到 U 盘。请插上 U 盘，或者按“换一个位置”自己选。</source>
            <translation>No stick was found. Insert one, or choose a folder with “Another place”.</translation>
        </message>
        <message>
            <source>没有接打印机，交接单存成了文件：{path}</source>
            <translation>There is no printer; the record was saved as {path}</translation>
        </message>
        <message>
            <source>位置：{path}</source>
            <translation>Place: {path}</translation>
        </message>
        <message>
            <source>还没有插 U 盘。</source>
            <translation>No stick is in.</translation>
        </message>
        <message>
            <source>交接单已经送到打印机，再按一次打第二份，请各方签名。</source>
            <translation>The record is at the printer; press once more for the second copy, and have all sides sign.</translation>
        </message>
    </context>
    <context>
        <name>Strip</name>
        <message>
            <source>知道了</source>
            <translation>OK</translation>
        </message>
    </context>
    <context>
        <name>SupplyPanel</name>
        <message>
            <source>补来了什么</source>
            <translation>What was brought</translation>
        </message>
        <message>
            <source>存下补来的材料</source>
            <translation>Save what was supplied</translation>
        </message>
        <message>
            <source>空格键勾选</source>
            <translation>Space ticks</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Remarks</translation>
        </message>
    </context>
    <context>
        <name>SyncScreen</name>
        <message>
            <source>传了多少</source>
            <translation>How much was sent</translation>
        </message>
        <message>
            <source>传了什么</source>
            <translation>What was sent</translation>
        </message>
        <message>
            <source>没有网络也能办</source>
            <translation>Works without a line</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>立即同步</source>
            <translation>Sync now</translation>
        </message>
        <message>
            <source>还没传</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>已确认</source>
            <translation>Confirmed</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>同步</source>
            <translation>Sync</translation>
        </message>
        <message>
            <source>正在同步</source>
            <translation>Syncing</translation>
        </message>
        <message>
            <source>上次同步：{when}</source>
            <translation>Last sync: {when}</translation>
        </message>
        <message>
            <source>还没有同步过。</source>
            <translation>Not synced yet.</translation>
        </message>
        <message>
            <source>收件、打印、查询都在本机，断网照样办。</source>
            <translation>Receiving, printing and searching work on this computer without a line.</translation>
        </message>
        <message>
            <source>着急的件可以打印出来随原件送去，再在“办件”里登记“原件送出”。</source>
            <translation>For an urgent case, send the printed papers with the originals and record it under Cases.</translation>
        </message>
        <message>
            <source>▲ 这台电脑的钟快了 {n} 分钟，请调准。</source>
            <translation>▲ This computer's clock is {n} minutes fast; please set it.</translation>
        </message>
        <message>
            <source>▲ 这台电脑的钟慢了 {n} 分钟，请调准。</source>
            <translation>▲ This computer's clock is {n} minutes slow; please set it.</translation>
        </message>
        <message>
            <source>没有网络？用 U 盘</source>
            <translation>No network? Use a stick</translation>
        </message>
    </context>
    <context>
        <name>TodayScreen</name>
        <message>
            <source>结果已到，等村民来取</source>
            <translation>Results to be collected</translation>
        </message>
        <message>
            <source>今天到期</source>
            <translation>Due today</translation>
        </message>
        <message>
            <source>要求补正</source>
            <translation>Corrections asked</translation>
        </message>
        <message>
            <source>已超期</source>
            <translation>Overdue</translation>
        </message>
        <message>
            <source>今天要办的</source>
            <translation>To do today</translation>
        </message>
        <message>
            <source>今天没有等着办的。有人来就按 F2 收件。</source>
            <translation>Nothing waits today. Press F2 when somebody comes.</translation>
        </message>
        <message>
            <source>期限</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>现在在哪</source>
            <translation>Where it is</translation>
        </message>
        <message>
            <source>下一步</source>
            <translation>Next step</translation>
        </message>
        <message>
            <source>收件登记</source>
            <translation>New case</translation>
        </message>
        <message>
            <source>送达</source>
            <translation>Deliver</translation>
        </message>
        <message>
            <source>登记咨询</source>
            <translation>Record enquiry</translation>
        </message>
        <message>
            <source>扫一下回执上的码，直接打开这件事</source>
            <translation>Scan a receipt's code to open its case</translation>
        </message>
        <message>
            <source>今日</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>接着收：还有 {n} 份没收完</source>
            <translation>Go on: {n} unfinished</translation>
        </message>
        <message>
            <source>回车逐件通知</source>
            <translation>Enter opens each</translation>
        </message>
        <message>
            <source>卡在：{office}</source>
            <translation>at {office}</translation>
        </message>
        <message>
            <source>今年的放假安排还没收到，期限先不算</source>
            <translation>This year's holidays have not come; no limits are counted</translation>
        </message>
        <message>
            <source>工作日</source>
            <translation>working day</translation>
        </message>
        <message>
            <source>休息日</source>
            <translation>day off</translation>
        </message>
        <message>
            <source>看电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>{name}　电话 {number}（查看留了记录）</source>
            <translation>{name}　phone {number} (a record was left)</translation>
        </message>
        <message>
            <source>{name} 没有留电话。</source>
            <translation>{name} left no phone number.</translation>
        </message>
        <message>
            <source>等的是：{office}</source>
            <translation>Waits for: {office}</translation>
        </message>
    </context>
    <context>
        <name>VillageBox</name>
        <message>
            <source>打村名或拼音首字母</source>
            <translation>Name or initials of the village</translation>
        </message>
        <message>
            <source>别的地方：{place}</source>
            <translation>Another place: {place}</translation>
        </message>
    </context>
    <context>
        <name>WhatCard</name>
        <message>
            <source>1　办什么</source>
            <translation>1　What</translation>
        </message>
        <message>
            <source>事项名称，或拼音首字母</source>
            <translation>Name of the item, or initials</translation>
        </message>
        <message>
            <source>选一种</source>
            <translation>Choose</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>哪种情形</source>
            <translation>Situation</translation>
        </message>
    </context>
    <context>
        <name>WhoCard</name>
        <message>
            <source>2　谁来办</source>
            <translation>2　Who</translation>
        </message>
        <message>
            <source>村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>住址</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>委托别人来办</source>
            <translation>Somebody else acts for them</translation>
        </message>
        <message>
            <source>以前来过，资料已填好</source>
            <translation>Was here before; details filled in</translation>
        </message>
        <message>
            <source>以前来过，是这位吗：{who}</source>
            <translation>Was here before; is it {who}?</translation>
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>便民服务站</source>
            <translation>Village service station</translation>
        </message>
        <message>
            <source>正在恢复备份，请不要关电脑…</source>
            <translation>Restoring; please do not switch the computer off…</translation>
        </message>
        <message>
            <source>“{titles}”里写的还没有登记，关了就没有了。要留就回去登记；不要了，就再关一次。</source>
            <translation>What is written in “{titles}” is not recorded and would be gone. Go back and record it, or close once more.</translation>
        </message>
    </context>
    <context>
        <name>AgentPanels</name>
        <message>
            <source>两次输的密码不一样，请再输一遍。</source>
            <translation>The two passwords differ; enter them again.</translation>
        </message>
        <message>
            <source>会印在回执上。</source>
            <translation>Printed on receipts.</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>密码再输一遍</source>
            <translation>Password again</translation>
        </message>
        <message>
            <source>密码至少要 {n} 位。</source>
            <translation>At least {n} characters.</translation>
        </message>
        <message>
            <source>改密码</source>
            <translation>Change password</translation>
        </message>
        <message>
            <source>改的是{name}的密码。改好以后，下次锁屏、登录用新密码。</source>
            <translation>This is {name}'s password. Use the new one at the next lock or sign-in.</translation>
        </message>
        <message>
            <source>新密码</source>
            <translation>New password</translation>
        </message>
        <message>
            <source>新密码再输一遍</source>
            <translation>New password again</translation>
        </message>
        <message>
            <source>添加</source>
            <translation>Add</translation>
        </message>
        <message>
            <source>添加代办员</source>
            <translation>Add an agent</translation>
        </message>
        <message>
            <source>添加以后，在登录的地方选自己的名字，用自己的密码进。密码请本人来输。</source>
            <translation>They then choose their name at the sign-in and use their own password. Let them type it themselves.</translation>
        </message>
        <message>
            <source>现在的密码</source>
            <translation>Present password</translation>
        </message>
        <message>
            <source>用字母和数字，比如姓名的拼音。</source>
            <translation>Letters and digits, such as the name in pinyin.</translation>
        </message>
        <message>
            <source>登录名</source>
            <translation>Login</translation>
        </message>
        <message>
            <source>登录名用 2 到 30 个字母或数字，中间不要空格。</source>
            <translation>Use 2 to 30 letters or digits without blanks.</translation>
        </message>
        <message>
            <source>至少 {n} 位，别用生日。</source>
            <translation>At least {n} characters; not a birthday.</translation>
        </message>
        <message>
            <source>请输姓名。</source>
            <translation>Enter the name.</translation>
        </message>
        <message>
            <source>请输现在的密码。</source>
            <translation>Enter the present password.</translation>
        </message>
    </context>
    <context>
        <name>DoubtWords</name>
        <message>
            <source>这一页上什么都看不见。请看看放反了没有，再扫一次或者重拍一张。</source>
            <translation>Nothing is to be seen on this page. See whether it lay the wrong way round; scan or photograph it again.</translation>
        </message>
        <message>
            <source>这张照片可能看不清：太小了。离近些重拍一张更好。</source>
            <translation>This photograph may be hard to read: it is too small. Better to take it again from nearer.</translation>
        </message>
        <message>
            <source>这张照片可能看不清：太暗了。在亮的地方重拍一张更好。</source>
            <translation>This photograph may be hard to read: it is too dark. Better to take it again in good light.</translation>
        </message>
        <message>
            <source>这张照片可能看不清：拍虚了。拿稳了重拍一张更好。</source>
            <translation>This photograph may be hard to read: it is blurred. Better to take it again with a steady hand.</translation>
        </message>
    </context>
    <context>
        <name>MaterialRow</name>
        <message>
            <source>■ 不合格：{what}</source>
            <translation>■ not acceptable: {what}</translation>
        </message>
        <message>
            <source>■ 缺</source>
            <translation>■ missing</translation>
        </message>
        <message>
            <source>■ 缺，{where}</source>
            <translation>■ missing, {where}</translation>
        </message>
        <message>
            <source>▲ 缺，可容缺，{day}前补来</source>
            <translation>▲ missing, may follow by {day}</translation>
        </message>
        <message>
            <source>▲ 缺，可容缺，尽早补来</source>
            <translation>▲ missing, may follow soon</translation>
        </message>
        <message>
            <source>加照片</source>
            <translation>Add photo</translation>
        </message>
        <message>
            <source>原件 {n} 份看过</source>
            <translation>originals seen: {n}</translation>
        </message>
        <message>
            <source>原件看过</source>
            <translation>original seen</translation>
        </message>
        <message>
            <source>只收复印件 {n} 份，原件没有看</source>
            <translation>copies only ({n}), original not seen</translation>
        </message>
        <message>
            <source>已带来新的</source>
            <translation>new one brought</translation>
        </message>
        <message>
            <source>收原件</source>
            <translation>original kept</translation>
        </message>
        <message>
            <source>收原件 {n} 份</source>
            <translation>originals kept: {n}</translation>
        </message>
        <message>
            <source>有就带，没有也行</source>
            <translation>optional</translation>
        </message>
        <message>
            <source>照片 {n} 张</source>
            <translation>photos: {n}</translation>
        </message>
        <message>
            <source>留复印件 {n} 份</source>
            <translation>copies kept: {n}</translation>
        </message>
        <message>
            <source>，</source>
            <translation>, </translation>
        </message>
    </context>
    <context>
        <name>PersonEntries</name>
        <message>
            <source>如：新生儿还没上户口、证件丢了正在补</source>
            <translation>e.g. newborn not registered yet, document lost</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>没有的原因</source>
            <translation>Why there is none</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>证件</source>
            <translation>ID</translation>
        </message>
        <message>
            <source>证件号</source>
            <translation>Number</translation>
        </message>
    </context>
    <context>
        <name>RestorePanel</name>
        <message>
            <source>{name}的密码</source>
            <translation>Password of {name}</translation>
        </message>
        <message>
            <source>什么时候做的</source>
            <translation>Made</translation>
        </message>
        <message>
            <source>从备份恢复</source>
            <translation>Restore from a backup</translation>
        </message>
        <message>
            <source>在哪里</source>
            <translation>Where</translation>
        </message>
        <message>
            <source>备份 (*.backup);;所有文件 (*)</source>
            <translation>Backups (*.backup);;All files (*)</translation>
        </message>
        <message>
            <source>备份文件</source>
            <translation>Backup file</translation>
        </message>
        <message>
            <source>恢复</source>
            <translation>Restore</translation>
        </message>
        <message>
            <source>找到的备份</source>
            <translation>Backups found</translation>
        </message>
        <message>
            <source>正在找备份…</source>
            <translation>Looking for backups…</translation>
        </message>
        <message>
            <source>正在看这份备份…</source>
            <translation>Looking into this backup…</translation>
        </message>
        <message>
            <source>这台电脑上和备份盘上都没有找到备份。有备份文件的，按“选别的备份文件”。</source>
            <translation>No backup was found on this computer or on the backup disk. If you have a backup file, press "Choose another file".</translation>
        </message>
        <message>
            <source>选一份备份，下面会写清楚恢复以后怎么样。没有按“恢复”之前，什么都不会动。</source>
            <translation>Choose a backup; below it says what restoring will do. Until you press Restore, nothing changes.</translation>
        </message>
        <message>
            <source>选别的备份文件</source>
            <translation>Choose another file</translation>
        </message>
    </context>
</TS>
