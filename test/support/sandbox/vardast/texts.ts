/** Invented shops, people and goods, in the scripts of the vendor's users: Persian, Arabic, and emoji. */

export const shops = [
	{
		name: 'گل‌فروشی نرگس 🌼',
		platform: 'INSTAGRAM',
		identifier: 'narges.flowers',
		contacts: 120,
		orders: 150,
		assistant: 0,
	},
	{
		name: 'کتاب‌فروشی سپیدار',
		platform: 'TELEGRAM',
		identifier: 'sepidar_books_bot',
		contacts: 60,
		orders: 9,
		assistant: 1,
	},
	{
		name: 'عطاری باران',
		platform: 'BALE',
		identifier: 'baran_attari',
		contacts: 40,
		orders: 4,
		assistant: 2,
	},
	{
		name: 'متجر الواحة 🌴',
		platform: 'TELEGRAM',
		identifier: 'alwaha_store_bot',
		contacts: 10,
		orders: 0,
		assistant: null,
	},
];

export const assistants = [
	'دستیار فروش گل',
	'راهنمای کتاب',
	'عطار همراه',
	'مساعد المبيعات',
	'Night shift 🌙',
	'پشتیبان آزمایشی',
];

export const people = [
	'نگار فرهمند',
	'آرش کیانی',
	'ليلى الحداد',
	'مهتاب رستگار',
	'سامر الخوري',
	'پویا دانشور',
	'Rana Aziz',
	'شیرین مقدم',
	'هومن یگانه',
];

export const goods = ['دستهٔ نرگس', 'گلدان سفالی', 'روبان طلایی', 'کارت تبریک 💌', 'باقة ياسمين'];

export const addresses = [
	'تهران، خیابان بهار، کوچهٔ چهارم',
	'شیراز، بلوار ارم، ساختمان نارنج',
	'اصفهان، چهارباغ بالا، پلاک ۱۲',
	'بيروت، شارع الأرز ٧',
];

export const comments = ['لطفاً عصر بیاورید 🙏', 'بدون کارت', 'اتصل قبل الوصول'];

export const questions = [
	'سلام، نرگس تازه دارید؟ 🌼',
	'هزینهٔ ارسال چقدر است؟',
	'متى يصل طلبي؟',
	'ممنون 🙏❤️',
];

export const answers = [
	'سلام! بله، امروز صبح رسیده است.',
	'ارسال در شهر رایگان است.',
	'يصل غداً إن شاء الله 🚚',
	'خواهش می‌کنم 🌸',
];
