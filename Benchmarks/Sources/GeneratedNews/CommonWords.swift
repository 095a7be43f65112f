/// The commonest words of English news, the commonest first: their order is all that is used of them.
enum CommonWords {
    static let list = text.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }

    private static let text = """
        the to of a and in said that for on was is it with from at by be he as has mln have an will his not dlrs are had
        its year been pct this were would who which but they or one about after also up company their two billion more
        last out her cts all told when over no first than time she could other into there government him people some
        three group if before can being you years loss made man any week police just them what market now reported video
        share against so only because while shares off may month through under report where stock like five down then
        official back old officials today around reports since four statement did between during do including our say
        sales debt profit added price due make says next per day oil even most still my expected end six spokesman get
        killed part story days used found well such prices many very country media called public set long family another
        interest high sources quarter left way earlier second offer death banks issue those later take going tonnes
        should rate how trade months total same foreign security much life ago agreement both least dlr name million
        capital early near several common night took major see based known record money recent held help until tax
        source know work these use saying former confirmed number released announced taken shot building rose right
        woman business service me current seen further fire production went come put area don show think head members
        already season home local meeting cut attack system each hit shooting point release own information likely
        whether your claims case countries fell office few never leader increase making past might border agreed
        believed board military industry died real militants asked late following good seven without gold companies
        rates site again car came unit half eight here plans cash yet talks trading close posted lead game growth place
        deal weeks want team working operations led officer away control comment term received date products continue
        plan didn sold period reportedly available financial buy something possible morning full director yesterday rise
        offering recently senior got sell too com start support dead sale points third ended large does hours change
        health administration program hospital chief though heard previously move fighters run policy forces give
        contract services men law store inside investment claimed small town lot decision call exports credit thought
        gave arrested began previous currently nine compared stg firm agency outside given level across details using
        girls order export line cost private power play far domestic economic within person trying includes proposed non
        appeared less need named fired fall immediately owned dollar captured court bond chairman account earnings
        issued estimated little women prior analysts must website manager declined conference coming able among decided
        social action son gas believe short issues commercial authorities management users future result saw started
        become low open intelligence taking member top wrote really murder officers front along am almost find include
        lower bonds children fourth yen fact running himself attacks article markets probably worth strong increased
        school big basis problem product journalist behind return terms friends newspaper operation outstanding soon
        online others best missing figures executive clear face caused payments appears signed identified below role
        showed claim won having enough gain stop continued results film average selling situation looking whose aid free
        look mother development latest operating higher became young noted deficit reached additional notes largest
        value economy shareholders amount annual remain wife done demand shrs holding charged body incident special
        party students merger ever paid keep wanted better shots workers loan comes why similar subsidiary happened
        series purchase final offered weapons thing militant reporting raised nothing apparently every reporters once
        customers main units actually shows provide photo allegedly position charge costs investigation paper interview
        strike hands impact true live option problems analyst things plant fight job bill miles caught remains meet
        imports proposal dividend brother prison charges hard reserves income expects priced wheat fighting scene videos
        different stake food fake above doesn rumors revealed alleged launch quickly approval turned loans ground lost
        staff expect involved certain rights planned violence black bought nearly hand negotiations hold event via
        device needed surplus terrorist killing areas funds range facility fiscal forecast cases phone heart leading
        supply assets approved described budget sure someone instead suspect base injured history cause born figure
        round friend followed crude letter allow doing percent nation confirm northern aircraft agencies yards adding
        arms message completed output included brought force getting bid acquisition financing anyone published
        scheduled career filed television political reduce currency francs gun isn joint let potential child father
        seems equipment tell seeking changes calls break data strikes quoted weekend minutes risk process employees
        initial div try tried groups cable preferred evidence dropped wasn stocks debentures terror agent pressure rule
        managed opened network addition failed key feet related arrest difficult important serious side hoax met
        conditions sent single technology great model project raise convertible mid thousands bring present computer
        airport image southern leave drug spent returned worked experience marks tender experts forced region rather
        course review bit attempt carried effect announcement vehicle girl reason provided producers futures response
        campaign options stopped parents acquire split measures traders coffee contracts often movie list payment plus
        airstrikes doctors either needs makes subject firms boy declared room means placed customer receive anything
        listed launched water afternoon anti user target hour sector hearing version door farmers meteorite spokeswoman
        spread showing love living apartment kind recording spending always buying soldiers direct banking kidnapped
        entered question condition closed gang longer investors win coupon planes actor significant picture affected
        effective spider field steel farm station themselves blood feel victims accused turn joined denied age treatment
        false suspected everything daughter safe marijuana inch qtr pirates giving damage drop responsible host sister
        terrorists levels acquired allowed original accounts forward profits itself protect audio identity hostages
        remaining heavy form orders rules losses passed ahead names broke effort ask limited ran cars decline threat
        care update changed cover test biggest quite buildings designed together moved revenues visit leaving wants
        cannot pretty bad reach comments floor efforts bpd build contact finally matter access hope activities crime
        size nearby marketing female stay baby lives speculation activity balance software combined island stores moment
        knew distribution revised residents idea served ruling necessary battery request performance tomorrow coach
        fixed skin believes ability appear emergency leaders chance pricing carrying virus surgery concern claiming
        magazine worker spoke huge discovered rest trip required discuss ship natural legal barrels else dog personal
        homeless outlets gunman pulled beginning disease played gone towards begin corn quota foot light armed playing
        considered gains parts existing corporate inflation soldier shared talk popular retail trial toward created
        bills goods yield bankers space issuing kept initially package extraordinary quotas address helped concerned
        everyone port cuts equity particularly considering seized attention hostage view consider add features division
        subordinated looks majority sex step footage injury bodies venture principal wearing struck suspended property
        dealers scientists nations birth dollars animals continues ending tons pass normal hear various planning happen
        especially suffering camera box ordered ready refused reduced industrial crop photos traffic couple expert
        walking penis summer remained growing takeover warrants mths entire blog victim completely stage treated
        originally guard offers suffered moving owner band occurred determine unclear offices sites indicated global
        volume payable active alive eventually looked projects couldn minute models mass reduction rumor detained
        proposals shown safety truck vote estimate documents consumer shortly spot holders complete criminal book
        critical takes stories covering seek crisis study linked drive produced certainly extremely possibility par
        sugar whole estimates multiple create starting hair threatened rescue directors telephone recorded aide ways
        specific employee profile manufacturing controlled plants suggested lack wouldn streets success decades flying
        degree doubt crater seem spokesperson coalition opening possession revenue speech immediate filing legislation
        capacity unlikely telling wide beheading sign reform intended produce election overall proceeds headquarters
        display mean province jets targeted properties double producer reporter stand construction app civil avoid
        player jury accord increases bomb explained simply fish players expressed introduced driver transaction carry
        statements weather supplies aimed tweeted kill houses businesses removed rushed delivery restructuring excludes
        asteroid word land supported items opposition successful throughout improve slightly driving adjusted
        journalists guilty fear tape positive location families screen patient facilities paying computers panel
        certificates snow male seriously hurt weapon developing attacked fans scandal mainly import economists producing
        destroyed ongoing student talking damaged stolen calling design training sense factor counter highly separate
        pause goes patch smaller communications increasing battle directly ceasefire images causing meant positions
        block prevent relationship representatives ensure founder leadership interests intervention session cited
        delivered connection choice application grain determined viral surprise targets written dozens respectively
        estate lending index passing self injuries hasn authenticity aware missed laws spend holds pictured failure
        developed rejected underwriting troops suggest evening voice conducted status jihadists witness lived progress
        responded worldwide admitted largely seat widely weight publicly lines absence questions agents pilot bear
        attempted partner metal affect restaurant pictures disclosed competition tonne consumers purchases nil quality
        yard hundreds check willing rehab pregnant sought gained assault larger events traded improved pre rating
        actions discussions editor whom clearly duty expensive meat upon happy policies ball owns suit particular
        enforcement mostly pointed standing husband cent falling controls competitive schoolgirls pic exactly contacted
        stated arrived possibly extremist commitment fully helicopter raising hopes smartwatch actual partnership
        investor shop apps continuing radio reaction discontinued writing fighter feature ships scale anniversary search
        purchased transactions prepared channel granted focus barrel guaranteed picked asking works feeling guy
        registered seeing masked parties institutions earthquake piece develop discount involving reasons deposits
        vessel shareholder franc relatively mission dozen winter capture unless versions words glass boost strategy
        waiting traditional religious presence knowledge individuals backed remove citing extended sentence education
        jail cents browser emerged recovered perhaps save wounded animal identify credible truth tests intent warning
        winning worst fifth vehicles formed enter partners example married powerful assistance accepted overseas regular
        cities type seemed vessels sound warned providing authorized finished repurchase straight contributed herself
        decisions checked wrong title fuel square girlfriend pending convicted limit scoring merchant organizations
        programs understand located greater homes percentage urged accounting alternative earned minus agricultural
        sterling peace require monthly investigating keeping credits representative learned join individual operate
        drilling terrorism rumours mortgage discussion twice nor arm verified unknown fly attended eye expand serving
        pick jihadist signs committed advanced expansion complex unchanged creditors confirmation passenger explosion
        potentially secure familiar shock extra prisoner handed surprised artist seconds closing upcoming brief threw
        predicted maintain rated lawyer protest publication trend chlorine grew rising quarterly brokerage callable
        flight officially heavily teenager material citizens execution cutting unable boss agreements undisclosed
        regulations scored calendar fun sick citizen tonight internal nun directed auction owners villages elections
        practice announce teams watches accept famous sexual pact spotted uploaded attempts bullet arrests allowing ties
        franchise interested taxes suspension investigators records built pound flow bags alongside gunfire carries
        deadly extremists eating stainless headed usually serve factors agree quake follows rounds provision substantial
        reflect medium managers piracy exclusive entirely track suggests covered websites purposes maximum threats faces
        influence provides road regional knee storage chips apparent transfer ten wait outlook branch regarding http
        quick testing newly content shipping massive millions catfish respond appearance symptoms beheaded impossible
        chip buyers violent projected monitor deposit sharply pipeline totalled shooter nuclear filled sharp matters
        advance minimum regime entry clip email amounts anticipated devices victory territory capsule fast walked feed
        broadcast fellow losing borrowing cables brutal definitely heaven whatever primary captive numbers cross chain
        presidential grow closer technical approximately materials runs valued vulnerability acquisitions generally
        anonymous supposed argued threatening decide presented raid represents appropriate effects facing file suspects
        approach zone structure shipment comparable touchdown creditor none alcohol killer conflict push language
        highest executed harm mobile coverage machine respect crowd crowns goal denominations burger fought spice bombs
        established abducted card gives entering monitoring sounds severe crimes receiving disappeared negotiating tech
        allegations weekly criticism flights sort hosting moves improvement partly portion requirement unemployment
        liquidity eurobond send increasingly fallen distance audience travel bombing uses thus illegal prosecutors
        putting actively sides stomach governments bringing ill acting obtained asset rare indicate protesters prompted
        broad personnel science advantage regulatory ton advisory requirements settlement investigate zero prove tied
        consequences indeed sixth repair elected establish visited facts managing wearable broken unusual recovery
        resolve faced dangerous benefit exposure actress wage strange fears dressed roughly accident deny amid speed
        touch mentioned shocking fee music fine ankle tested reveal physical style restrictions representing charging
        crew burned fan fatal fresh authority knows standards window seasons concerns investments flaw currencies
        concession anonymity document ammunition airstrike trouble encourage affiliate questioned allows haven negative
        fled approached operates direction mind views background cancer teen neighborhood luxury versus slow dispute
        equivalent solution table strength shipments behalf riot voting preliminary guilders midnight priest containing
        nature landed brand thinking custody represented opposed apprehended opportunity century meal suspicion setting
        equal exact gross sentenced escape airline advice registration suspicious temporary ers cheese requested
        resident link streaming hoped strategic controversial depending severed premium worse studio deals shopping
        attract ultimately remember protests angry becoming speak aren abroad components optimistic expectations crops
        champion prospects periods playoffs overnight pair conduct mention gunshots answer debate resigned ministers
        orange marked teacher excited copper filmed begun promised shocked complaint steps reducing ruled blaze weak
        cargo delay soybean sitting propaganda ban shift launching lose drawn rival attempting surfaced connected hoping
        missiles preparing chicken eat guards delayed relations rats beyond absolutely basic analysis generation
        conversion breaking campus intends imposed provisions ratings boats load benefits playoff noticed wish proof
        finding cold verify unarmed sharing infected cell closely remarks sometimes dairy prosecutor client graves voted
        operational solid detainees ranging cops concluded fashion survey awarded turnover supporters escaped bases ones
        scientific parent pushed dictator aluminum helping tight downtown handling veteran pays reading replaced
        converted firing vital eyes leaves unnamed leaked accurate links write replace annually offset shortage
        principle totaled dividends underwriters maize onto worried offensive hitting hole guess combination pounds
        numerous accent independently rebels allies maintained cast listing environment creating train focused memory
        anger stability deaths unidentified substantially measure burning tells professional modern makers parliamentary
        ports fairly demands disclose completion buried loud pumpkin giant formal confident apply lying rumored bed
        appointed suggesting knife depends referred ankles tough ounce articles hadn complained extend describes
        demanding enable scar caliphate dealer dealing rushing forecasts exercise scheme polar seasonally warship
        cumulative rebounds rescheduling ice clashes grown circulated briefly soft watching walk drugs boys badly gets
        drove sequel noting experienced boxes secured grounds pilots boat aged stood mum usual poll handle negotiate
        hundred jewellery resulted redemption rock blast civilians elsewhere reads remote easily aggressive die unions
        filming unveiled confidence rape convinced genuine stands repeatedly understood silver interesting changing
        retired disappearance circumstances convert deleted stronger raw depressed biopic penalty difficulties easy
        license applications ownership shut electronic margin declining regulation rice processing reflected passes
        heavyweight economist sudden conspiracy tweet conversation freed commented contracted thoughts older introduce
        struggling informed heads returning plays extensive proved featured kidnapping turning strongly loaded shootings
        wave prisoners blamed section acknowledged replied innocent meaning bin pull appearing patients posting crash
        resulting text ceremony treat hot watched funding suicide totally dismissed circulating illness doctor notice
        favor population fit places writes exchanges broker manufacturers sole bids exporters lowered receiver seamen
        wholly sad speculated conducting leads obviously affiliated joining arrival insisted assumed protected stations
        visiting detail ranking milk sees wine opinion captivity seats thanks lease meetings code trail ordinary stable
        warrant delegates touchdowns utility soybeans learn ends storm quiet bail guys risks responsibility inquiry
        healthy detailed diplomatic effectively rapidly cease contains drone upset formerly coins historic dinner
        reaching expanded executives duties obvious imported approve represent sensors contain era ceiling messages
        primarily shipped jumped traveled spreading starts participants definitive ratio draft pirate relatives sparked
        updates begins faith unconfirmed consent gap count discussed blocks locals helmet except loved explaining
        stressed menu restaurants shoot lawmakers journalism bleeding bizarre edge somewhat function landing programme
        advances gift appeal personally significantly ounces affecting films stars loading aim external supermarket
        achieve beef excess auto exploration borrowings maturity otherwise existence rebel certificate condolences
        stepped extension catch counts distributed calm leg alert attributed fate stuck promote complaints crazy doors
        turns guns drones disaster karat consideration assume floating sit ease advised wild consumption retain bonus
        limits decrease expenses subsidiaries arson chances charity combat engaged virtually contained purpose
        surrounding feared battles banned travelling easier violations struggle elite offerings stick rat anchor failing
        incidents factory amazing employer reasonable operator pool resolution obligations freedom sports involvement
        multi planted bands exist travelled robots negotiated restored tropical maker lawyers smoke exploit rigs debts
        banker harvest mysterious joke tip attached capable grenades nice rap gout proceed militias challenge pushing
        indication stronghold missile alarm mob breaks danger hero hired testimony decade wonderful equipped posed
        assured returns talked aside curb kids swap native mental grave routes resume inventory route redeem subsidies
        sky stayed adds northeast stuff networks character desert cleric woke abandoned keen satirical length
        subscribers strict performed sheet apart casualties insurgency creatures corner civilian pulling survive trained
        realized normally bottles associate gathered evacuated biography commodities rapid pleaded explain bug
        consistent freshman adopted fatally lay culture subcommittee initiative consultation regulators brokers tranche
        generated reference exposed songs cabinet welcomed fever surrounded roof motion elaborate simple removal
        compound moments retaliation executioner coup nationwide compensation requires diseases locations entrance
        witnessed powers deliver blame reviews difference timing pursue privacy studying merchandise chest shotgun
        freelance beat attend seventh obtain employers successfully throw schedule faster departments employment exclude
        decree sinking maturing hectares adviser commonly insurgents prank outlet adult movies swimmer consecutive
        staying criminals autopsy sat shops engineers mistake spoken colleagues teenage dumped blocked wings quarters
        murdered rifle younger match jewelry surveillance struggled recover tracking popularity movement labor score
        instruments survived thrown dark locked grade engine underway hip submitted selected recommended portfolio lbs
        permit chemicals acres damages repay repayments song condom demanded object brain conflicting fleeing darkness
        item commenting lengthy recovering resignation referring creature purported prayers letters drinking candidate
        heading gunmen contents newspapers worry magnitude politicians considerable rich trucks nobody interviewed
        anyway metres author dams affair becomes perform ranked practices lowest trader followers petition liquor
        bullets minor semi thirds extent freeze commitments jurors cotton rookie neighbouring therefore proven fireball
        bright episode vast trees types
        """
}
